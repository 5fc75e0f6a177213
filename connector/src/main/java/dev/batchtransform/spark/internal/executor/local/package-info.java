/**
 * The executor {@code local}: runs the transform engine in Spark tasks, over the same files and to
 * the same outputs as a transform job.
 *
 * <p>May import of ours: {@code executor}, {@code aws}, {@code session}, {@code stage}, {@code
 * options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.executor.local;

import org.jspecify.annotations.NullMarked;
