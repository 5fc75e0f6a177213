package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Bytes of the records that a write has staged. */
public final class StagedBytesMetric extends CustomSumMetric {
  static final String NAME = "stagedBytes";

  /** Called by Spark, which makes it again from its name for the UI. */
  public StagedBytesMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "bytes to send";
  }
}
