package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Records that a write has staged for the model. */
public final class RecordsMetric extends CustomSumMetric {
  static final String NAME = "records";

  /** Called by Spark, which makes it again from its name for the UI. */
  public RecordsMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "records to send";
  }
}
