package dev.batchtransform.spark.internal.options;

/** What a write does when its run is already there. */
public enum IfRunExists implements OptionChoice {
  /** Continue or return a run with the same fingerprint. */
  RESUME("resume"),
  /** Refuse. */
  FAIL("fail"),
  /** Replace the run. */
  REPLACE("replace");

  private final String text;

  IfRunExists(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
