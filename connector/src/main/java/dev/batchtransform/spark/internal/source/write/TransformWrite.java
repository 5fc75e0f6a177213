package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.run.RunSpec;
import dev.batchtransform.spark.internal.source.metrics.WriteMetrics;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/** A write whose options are checked. */
final class TransformWrite implements Write {
  private final RunSpec spec;
  private final boolean replace;

  TransformWrite(RunSpec spec, boolean replace) {
    this.spec = spec;
    this.replace = replace;
  }

  @Override
  public String description() {
    return "sagemaker " + spec.model();
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteMetrics.all();
  }

  @Override
  public BatchWrite toBatch() {
    return new TransformBatchWrite(spec, replace);
  }

  /**
   * An epoch says its number to its tasks alone, when they have begun; a run needs a name before
   * its first row is staged.
   */
  @Override
  public StreamingWrite toStreaming() {
    throw new UnsupportedOperationException(
        "The data source 'sagemaker' is no streaming sink: a run has a name before its first row is"
            + " staged. Write each micro-batch as a run of its own, in foreachBatch, with the batch"
            + " id in 'runId': batch.write().format(\"sagemaker\").option(\"runId\", \"clicks-\" +"
            + " batchId).mode(\"append\").save(path). A query that starts again goes on with it.");
  }
}
