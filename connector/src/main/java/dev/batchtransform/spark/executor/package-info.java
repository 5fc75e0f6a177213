/**
 * The one interface behind which every way of running a wave stands, and the facts that cross it.
 * The executors themselves are in {@code batch} and {@code local}, which know nothing of each
 * other. Knows no DataFrame and no run. May import {@code stage}, {@code record}, {@code options};
 * {@code batch} also {@code aws}.
 */
@NullMarked
package dev.batchtransform.spark.executor;

import org.jspecify.annotations.NullMarked;
