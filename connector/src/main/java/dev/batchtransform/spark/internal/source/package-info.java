/**
 * Spark's DataSource V2 roles, one class per role: the data source {@code sagemaker}. A write is a
 * run, a read is its joined result. A paid job starts only in {@link
 * dev.batchtransform.spark.internal.source.TransformBatchWrite#commit}.
 *
 * <p>May import of ours: {@code run}, {@code deadletter}, {@code join}, {@code ledger}, {@code
 * session}, {@code stage}, {@code record}, {@code record.encode}, {@code record.rowlog}, {@code
 * record.answer}, {@code record.value}, {@code cost}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.source;

import org.jspecify.annotations.NullMarked;
