package dev.batchtransform.benchmarks;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Proves that two sides have the same rows, in whatever order. */
final class SameRows {
  private SameRows() {}

  /**
   * Compares number and content.
   *
   * @param ours with the same columns as {@code theirs}, in the same order
   * @throws IllegalStateException when they differ
   */
  static void check(String what, Dataset<Row> ours, Dataset<Row> theirs) {
    Row our = fingerprint(ours);
    Row their = fingerprint(theirs);
    if (!our.equals(their)) {
      throw new IllegalStateException(
          "Cannot compare %s: the sides have other rows, by number and hash %s and %s."
              .formatted(what, our, their));
    }
  }

  private static Row fingerprint(Dataset<Row> df) {
    return df.selectExpr("count(*)", "bit_xor(xxhash64(*))").first();
  }
}
