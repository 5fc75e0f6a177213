package dev.batchtransform.spark.options;

/** How many records SageMaker puts into one request. */
public enum BatchStrategy implements OptionChoice {
  /** One record. */
  SINGLE_RECORD("SingleRecord"),
  /** As many records as fit into {@code maxPayloadInMB}. */
  MULTI_RECORD("MultiRecord");

  private final String text;

  BatchStrategy(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
