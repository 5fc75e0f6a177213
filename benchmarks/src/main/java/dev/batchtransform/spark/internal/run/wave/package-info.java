/**
 * Simulates the decisions of the connector's package of the same name. It lies in that package
 * because what it simulates is not visible outside of it.
 */
@NullMarked
package dev.batchtransform.spark.internal.run.wave;

import org.jspecify.annotations.NullMarked;
