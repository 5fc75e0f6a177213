package dev.batchtransform.spark.internal.options;

/** What is deleted after a run succeeded. */
public enum Cleanup implements OptionChoice {
  /** Nothing. */
  NONE("none"),
  /** Staged input and manifests; results stay readable. */
  INPUT("input");

  private final String text;

  Cleanup(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
