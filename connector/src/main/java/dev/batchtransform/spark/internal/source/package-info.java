/**
 * The data source {@code sagemaker} as Spark's DataSource V2 roles, one class per role: its tables
 * and what reads them. A read is a run's joined result, or that of several. Nothing here starts a
 * job.
 *
 * <p>May import of ours: {@code source.write}, {@code source.metrics}, {@code run}, {@code
 * deadletter}, {@code join}, {@code ledger}, {@code session}, {@code stage}, {@code record}, {@code
 * record.answer}, {@code record.value}, {@code cost}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.source;

import org.jspecify.annotations.NullMarked;
