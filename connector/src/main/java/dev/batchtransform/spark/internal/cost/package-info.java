/**
 * What a run costs: prices of instances and the sum of what instances worked.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.cost;

import org.jspecify.annotations.NullMarked;
