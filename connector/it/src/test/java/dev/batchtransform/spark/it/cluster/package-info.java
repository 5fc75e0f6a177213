/** A run on a Spark cluster of several processes, some of which die. */
@NullMarked
package dev.batchtransform.spark.it.cluster;

import org.jspecify.annotations.NullMarked;
