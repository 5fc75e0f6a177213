package dev.batchtransform.spark.internal.options;

/** How an answer finds its row. */
public enum JoinMode implements OptionChoice {
  /** By its place in the file. */
  POSITION("position"),
  /** By a row id that SageMaker joins back on. */
  RECORD("record");

  private final String text;

  JoinMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
