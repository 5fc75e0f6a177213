/**
 * What follows from a wave that has ended: its outputs are surveyed, answers are trusted or not,
 * failing files are sent again, cut or given up, the service is waited for.
 *
 * <p>May import of ours: {@code run.isolation}, {@code join}, {@code ledger}, {@code executor},
 * {@code session}, {@code stage}, {@code record.answer}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.run.wave;

import org.jspecify.annotations.NullMarked;
