package dev.batchtransform.spark.internal.record.answer;

/** What an answer is. */
public enum AnswerFormat {
  /** A JSON value. */
  JSON,
  /** A line of text. */
  TEXT,
  /** A line of csv. */
  CSV;

  /** Whether an answer is a line whatever is in it. */
  public boolean isLine() {
    return this != JSON;
  }
}
