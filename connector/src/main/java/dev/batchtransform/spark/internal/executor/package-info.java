/**
 * The one interface behind which every way of running a wave stands, and the facts that cross it.
 * The executors themselves are in {@code batch}, {@code local} and {@code async}, which know
 * nothing of each other; {@code stepfunctions} gives {@code batch} another way to its jobs. Knows
 * no DataFrame and no run.
 *
 * <p>May import of ours: {@code aws}, {@code stage}, {@code options}.
 */
@NullMarked
package dev.batchtransform.spark.internal.executor;

import org.jspecify.annotations.NullMarked;
