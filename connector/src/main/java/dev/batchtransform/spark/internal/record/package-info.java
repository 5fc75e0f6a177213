/**
 * What reading and writing records share. Knows streams, not files, and no run.
 *
 * <p>May import of ours: {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.record;

import org.jspecify.annotations.NullMarked;
