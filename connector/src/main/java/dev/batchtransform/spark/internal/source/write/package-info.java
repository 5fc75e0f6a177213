/**
 * Writing to the data source: a write is a run. Tasks stage their rows, and the job is started in
 * {@link dev.batchtransform.spark.internal.source.write.TransformBatchWrite#commit} and nowhere
 * else.
 *
 * <p>May import of ours: {@code source.metrics}, {@code run}, {@code ledger}, {@code session},
 * {@code stage}, {@code record.encode}, {@code record.rowlog}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.source.write;

import org.jspecify.annotations.NullMarked;
