package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Bytes of the outputs that a read has opened. */
public final class AnswerBytesMetric extends CustomSumMetric {
  static final String NAME = "answerBytes";

  /** Called by Spark, which makes it again from its name for the UI. */
  public AnswerBytesMetric() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "bytes of answers";
  }
}
