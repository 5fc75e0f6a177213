package dev.batchtransform.spark.record;

/** What an answer is. */
public enum AnswerFormat {
  /** A JSON value. */
  JSON,
  /** A line of text. */
  TEXT
}
