package dev.batchtransform.spark.internal.record.answer;

/** How the answers of one file are told apart. */
public enum Framing {
  /**
   * One JSON value after the other, on as many lines as each likes, with or without anything
   * between them.
   */
  VALUES,
  /** As {@link #VALUES}, with exactly one blank line after each: its line feed was doubled. */
  SPACED_VALUES,
  /** One answer per line. Among JSON answers, blank lines do not count. */
  LINES,
  /**
   * One answer per line, and each line is one request's: a blank one stands for the answer of a
   * record that got none.
   */
  EACH_LINE,
  /** One answer per line, with exactly one blank line after each: its line feed was doubled. */
  SPACED_LINES;

  /** Whether every answer is followed by a blank line. */
  public boolean isSpaced() {
    return this == SPACED_VALUES || this == SPACED_LINES;
  }

  /** Whether a file that is framed in this way reads the same when it is taken for the other. */
  public boolean readsAs(Framing other) {
    return isValues() == other.isValues();
  }

  boolean isValues() {
    return this == VALUES || this == SPACED_VALUES;
  }
}
