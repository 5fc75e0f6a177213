/**
 * What is done to many runs below a staging path: old ones are purged, jobs that nobody watches are
 * reaped.
 *
 * <p>May import of ours: {@code run}, {@code join}, {@code ledger}, {@code claim}, {@code
 * executor}, {@code session}, {@code stage}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.housekeeping;

import org.jspecify.annotations.NullMarked;
