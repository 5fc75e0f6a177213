package dev.batchtransform.spark.internal.options;

/** Who narrows the rest of a run down to its bad records. */
public enum TailMode implements OptionChoice {
  /** Further jobs. */
  JOB("job"),
  /** The model that the option {@code localModel} names. */
  LOCAL("local"),
  /** The endpoint that the option {@code endpointName} names. */
  ASYNC("async");

  private final String text;

  TailMode(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
