package dev.batchtransform.spark.record;

/** How the answers of one file are told apart. */
public enum Framing {
  /**
   * One JSON value after the other, on as many lines as each likes, with or without anything
   * between them.
   */
  VALUES,
  /** One answer a line. Among JSON answers, blank lines do not count. */
  LINES
}
