package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What Spark's UI shows of a read. */
public final class ReadMetrics {
  private ReadMetrics() {}

  /** All metrics of a read. */
  public static CustomMetric[] all() {
    return new CustomMetric[] {
      new ScoredRowsMetric(), new FailedRowsMetric(), new AnswerBytesMetric()
    };
  }

  /** What a task has read so far. */
  public static CustomTaskMetric[] ofTask(long scored, long failed, long answerBytes) {
    return new CustomTaskMetric[] {
      new TaskMetric(ScoredRowsMetric.NAME, scored),
      new TaskMetric(FailedRowsMetric.NAME, failed),
      new TaskMetric(AnswerBytesMetric.NAME, answerBytes)
    };
  }
}
