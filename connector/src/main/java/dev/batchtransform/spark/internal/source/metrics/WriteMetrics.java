package dev.batchtransform.spark.internal.source.metrics;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What Spark's UI shows of a write. */
public final class WriteMetrics {
  private WriteMetrics() {}

  /** All metrics of a write. */
  public static CustomMetric[] all() {
    return new CustomMetric[] {
      new RowsMetric(),
      new RecordsMetric(),
      new UnsendableMetric(),
      new StagedBytesMetric(),
      new StagedFilesMetric()
    };
  }

  /** What a task has written so far. */
  public static CustomTaskMetric[] ofTask(long rows, long records, long bytes, long files) {
    return new CustomTaskMetric[] {
      new TaskMetric(RowsMetric.NAME, rows),
      new TaskMetric(RecordsMetric.NAME, records),
      new TaskMetric(UnsendableMetric.NAME, rows - records),
      new TaskMetric(StagedBytesMetric.NAME, bytes),
      new TaskMetric(StagedFilesMetric.NAME, files)
    };
  }
}
