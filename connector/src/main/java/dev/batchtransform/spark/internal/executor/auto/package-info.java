/**
 * Chooses among the executors: for a run once it is staged, and for the rest of one whose first
 * wave has left bad records. Knows no executor itself.
 *
 * <p>May import of ours: {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.executor.auto;

import org.jspecify.annotations.NullMarked;
