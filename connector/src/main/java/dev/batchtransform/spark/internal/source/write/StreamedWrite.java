package dev.batchtransform.spark.internal.source.write;

import java.util.Map;

/**
 * A write of a stream, which is refused. An epoch says its number to its tasks alone, when they
 * have begun; a run needs a name before its first row is staged.
 */
public final class StreamedWrite {
  /** An option of Spark's, which nothing but a stream has. */
  private static final String CHECKPOINT = "checkpointLocation";

  private StreamedWrite() {}

  /**
   * Refuses options that are those of a stream.
   *
   * @throws UnsupportedOperationException when they are
   */
  public static void refuse(Map<String, String> options) {
    if (options.keySet().stream().anyMatch(CHECKPOINT::equalsIgnoreCase)) {
      throw refusal();
    }
  }

  static UnsupportedOperationException refusal() {
    return new UnsupportedOperationException(
        "The data source 'sagemaker' is not a streaming sink: a run needs a name before its first"
            + " row is staged. Write each micro-batch as a run of its own, in foreachBatch, with"
            + " the batch id in 'runId': batch.write().format(\"sagemaker\").option(\"runId\","
            + " \"clicks-\" + batchId).mode(\"append\").save(path). A query that starts again goes"
            + " on with the same run.");
  }
}
