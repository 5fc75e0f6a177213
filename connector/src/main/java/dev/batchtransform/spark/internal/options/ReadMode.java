package dev.batchtransform.spark.internal.options;

/** What a read does with rows that were not scored. */
public enum ReadMode implements OptionChoice {
  /** Returns them with their error. */
  PERMISSIVE("PERMISSIVE"),
  /** Leaves them out. */
  DROPMALFORMED("DROPMALFORMED"),
  /** Throws at the first one. */
  FAILFAST("FAILFAST");

  private final String text;

  ReadMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
