package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows that a write has staged. */
public final class RowsMetric extends CustomSumMetric {
  static final String NAME = "rows";

  /** Called by Spark, which makes it again from its name for the UI. */
  public RowsMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows";
  }
}
