package dev.batchtransform.benchmarks;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes Spark bring every column of every row, and drops it. */
final class WholeRead {
  private WholeRead() {}

  static void of(Dataset<Row> df) {
    df.write().format("noop").mode("overwrite").save();
  }
}
