package dev.batchtransform.spark.internal.executor;

/**
 * How answers are made to name their records, where records may be sent and answered in any number:
 * each line is {@code {"record":<record>,"row":"<index>"}}, the model sees {@link #INPUT_FILTER} of
 * it, and the output keeps {@link #OUTPUT_FILTER} of the line with its answer. In the terms of
 * SageMaker's {@code DataProcessing}, whose {@code JoinSource} is {@code Input} then.
 */
public final class RecordJoin {
  /** What the model sees of a line. */
  public static final String INPUT_FILTER = "$.record";

  /** What the output keeps of a line joined with its answer. */
  public static final String OUTPUT_FILTER = "$['row','SageMakerOutput']";

  private RecordJoin() {}
}
