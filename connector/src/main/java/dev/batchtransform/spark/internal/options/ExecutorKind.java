package dev.batchtransform.spark.internal.options;

/** Who sends the staged files through the model. */
public enum ExecutorKind implements OptionChoice {
  /** A SageMaker Batch Transform job. */
  BATCH_TRANSFORM("batch-transform"),
  /** A Spark job that calls a model server or a class. */
  LOCAL("local"),
  /** A SageMaker asynchronous endpoint. */
  ASYNC("async"),
  /** {@link #LOCAL} for small data, else {@link #BATCH_TRANSFORM}. */
  AUTO("auto");

  private final String text;

  ExecutorKind(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
