package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows of a read that have a prediction. */
public final class ScoredRowsMetric extends CustomSumMetric {
  static final String NAME = "scoredRows";

  /** Called by Spark, which makes it again from its name for the UI. */
  public ScoredRowsMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows scored";
  }
}
