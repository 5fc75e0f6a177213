package dev.batchtransform.spark.model;

/** How many records SageMaker puts into one request. */
public enum BatchStrategy {
  /** One record. */
  SINGLE_RECORD("SingleRecord"),
  /** As many records as fit into {@code maxPayloadInMB}. */
  MULTI_RECORD("MultiRecord");

  private final String text;

  BatchStrategy(String text) {
    this.text = text;
  }

  /** Its name in SageMaker's API and in the option {@code batchStrategy}. */
  public String text() {
    return text;
  }
}
