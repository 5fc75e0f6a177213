/**
 * Plays the decisions of the connector's package of the same name by numbers. It lies in that
 * package because what it plays is nobody's business outside of it.
 */
@NullMarked
package dev.batchtransform.spark.internal.run.wave;

import org.jspecify.annotations.NullMarked;
