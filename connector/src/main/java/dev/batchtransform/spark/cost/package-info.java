/**
 * What a run costs: prices of instances and the sum of what instances worked. Imports no other
 * room.
 */
@NullMarked
package dev.batchtransform.spark.cost;

import org.jspecify.annotations.NullMarked;
