package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Files that a write has staged. */
public final class StagedFilesMetric extends CustomSumMetric {
  static final String NAME = "stagedFiles";

  /** Called by Spark, which makes it again from its name for the UI. */
  public StagedFilesMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "staged files";
  }
}
