package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows of a read that have an error. */
public final class FailedRowsMetric extends CustomSumMetric {
  static final String NAME = "failedRows";

  /** Called by Spark, which makes it again from its name for the UI. */
  public FailedRowsMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows failed";
  }
}
