package dev.batchtransform.spark.internal.options;

import java.util.Arrays;
import java.util.Optional;

/** Who sends the staged files through the model. */
public enum ExecutorKind implements OptionChoice {
  /** A SageMaker Batch Transform job. */
  BATCH_TRANSFORM("batch-transform"),
  /** A Spark job that calls a model server or a class. */
  LOCAL("local"),
  /** A SageMaker asynchronous endpoint. */
  ASYNC("async"),
  /** A Batch Transform job that a state machine of AWS Step Functions starts. */
  STEP_FUNCTIONS("step-functions"),
  /** {@link #LOCAL} for small data, else {@link #BATCH_TRANSFORM}. */
  AUTO("auto");

  private final String text;

  ExecutorKind(String text) {
    this.text = text;
  }

  /** The executor of that name, as a ledger has it; empty when this version knows none. */
  public static Optional<ExecutorKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }

  /** Whether a wave is a job of its own, which takes minutes to start. */
  public boolean startsJobs() {
    return this == BATCH_TRANSFORM || this == STEP_FUNCTIONS;
  }

  @Override
  public String text() {
    return text;
  }
}
