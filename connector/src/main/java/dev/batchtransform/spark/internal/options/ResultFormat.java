package dev.batchtransform.spark.internal.options;

/** How an answer is read. */
public enum ResultFormat implements OptionChoice {
  /** An answer is a JSON value. */
  JSON("json"),
  /** An answer is a line of text. */
  TEXT("text"),
  /** An answer is a line of csv. */
  CSV("csv");

  private final String text;

  ResultFormat(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
