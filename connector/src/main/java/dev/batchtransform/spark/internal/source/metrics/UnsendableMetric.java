package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows of a write that make no record of the content type, or one that is too large. */
public final class UnsendableMetric extends CustomSumMetric {
  static final String NAME = "unsendable";

  /** Called by Spark, which makes it again from its name for the UI. */
  public UnsendableMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows that cannot be sent";
  }
}
