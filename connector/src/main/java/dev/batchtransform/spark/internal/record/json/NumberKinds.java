package dev.batchtransform.spark.internal.record.json;

/** What kinds of numbers follow each other. */
public enum NumberKinds {
  NONE,
  /** Each is an integer that a long holds. */
  LONGS,
  /** One at least has a fraction or an exponent, or is beyond a long. */
  FRACTIONS
}
