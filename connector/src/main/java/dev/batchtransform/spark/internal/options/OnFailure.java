package dev.batchtransform.spark.internal.options;

/** What happens to files that could not be scored whole. */
public enum OnFailure implements OptionChoice {
  /** Narrow them down to the rows that fail. */
  ISOLATE("isolate"),
  /** Send whole files again. */
  RETRY("retry"),
  /** Fail the run. */
  FAIL("fail");

  private final String text;

  OnFailure(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
