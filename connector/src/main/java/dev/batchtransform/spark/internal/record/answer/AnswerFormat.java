package dev.batchtransform.spark.internal.record.answer;

/** What an answer is. */
public enum AnswerFormat {
  /** A JSON value. */
  JSON,
  /** A line of text. */
  TEXT
}
