package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What a task has counted so far.
 *
 * @param name which metric it is
 */
record TaskMetric(String name, long value) implements CustomTaskMetric {}
