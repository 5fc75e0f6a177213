package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.options.OptionTable;
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
    return "sagemaker "
        + spec.model()
        + spec.options().find(OptionTable.RUN_ID).map(run -> ", run " + run).orElse("");
  }

  /** What Spark's SQL page shows of it. */
  @Override
  public String toString() {
    return description();
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteMetrics.all();
  }

  @Override
  public BatchWrite toBatch() {
    return new TransformBatchWrite(spec, replace);
  }

  @Override
  public StreamingWrite toStreaming() {
    throw StreamedWrite.refusal();
  }
}
