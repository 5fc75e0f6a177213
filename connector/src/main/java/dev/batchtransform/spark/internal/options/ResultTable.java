package dev.batchtransform.spark.internal.options;

/** The tables of a staging path. */
public enum ResultTable implements OptionChoice {
  /** The joined rows of a run. */
  RESULTS("results"),
  /** The joined rows of all completed runs. */
  ALL("all"),
  /** One row per run. */
  RUNS("runs"),
  /** One row per staged file of a run. */
  FILES("files"),
  /** The failed rows of a run with their record as sent. */
  DEAD_LETTERS("dead_letters");

  private final String text;

  ResultTable(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
