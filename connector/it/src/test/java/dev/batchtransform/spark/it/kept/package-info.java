/**
 * Runs that an earlier connector has staged and scored, and that every later one must go on with.
 */
@org.jspecify.annotations.NullMarked
package dev.batchtransform.spark.it.kept;
