package dev.batchtransform.spark.internal.run;

import org.apache.spark.SparkContext;

/**
 * What ends the wait for a run early, and what that means.
 *
 * @param spark the application: when it ends, so does the wait
 * @param stopsTheRun the option {@code stopOnCancel}
 */
record Cancellation(SparkContext spark, boolean stopsTheRun) {}
