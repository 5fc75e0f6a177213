package dev.batchtransform.spark.internal.options;

/** How fine the seconds of a timestamp are in a record. */
public enum TimestampPrecision implements OptionChoice {
  /** Three digits, as Spark's {@code to_json} writes them; what is finer is cut off. */
  MILLISECONDS("milliseconds"),
  /** Six digits, all that Spark holds. */
  MICROSECONDS("microseconds");

  private final String text;

  TimestampPrecision(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
