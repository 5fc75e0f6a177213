/**
 * What Spark's UI shows of reads and writes. Each metric is a class of its own, at the top level
 * and public, since Spark makes it again from its name.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.source.metrics;

import org.jspecify.annotations.NullMarked;
