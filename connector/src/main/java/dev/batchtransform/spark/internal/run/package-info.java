/**
 * A run from its first staged file to its end: the engine that sends waves until every file is
 * decided, and what the run reports. Knows no DataFrame and no Spark plan.
 *
 * <p>May import of ours: {@code run.wave}, {@code run.isolation}, {@code deadletter}, {@code join},
 * {@code ledger}, {@code claim}, {@code executor}, {@code executor.async}, {@code executor.auto},
 * {@code executor.batch}, {@code executor.local}, {@code executor.stepfunctions}, {@code session},
 * {@code stage}, {@code record}, {@code record.encode}, {@code record.rowlog}, {@code
 * record.answer}, {@code record.value}, {@code cost}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.run;

import org.jspecify.annotations.NullMarked;
