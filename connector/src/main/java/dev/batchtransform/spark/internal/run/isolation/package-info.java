/**
 * How few requests it takes to find the bad records: an estimate of their share, and the sizes of
 * the parts that failing files are cut into. Numbers only; knows no run and no file.
 *
 * <p>May import of ours: nothing.
 */
@NullMarked
package dev.batchtransform.spark.internal.run.isolation;

import org.jspecify.annotations.NullMarked;
