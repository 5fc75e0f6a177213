package dev.batchtransform.spark.internal.source;

import java.util.Arrays;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark which columns and how many rows a query wants. Reads nothing. */
final class TransformScanBuilder implements SupportsPushDownRequiredColumns, SupportsPushDownLimit {
  private final RunSnapshot snapshot;
  private StructType required;
  private long limit = Long.MAX_VALUE;

  TransformScanBuilder(RunSnapshot snapshot) {
    this.snapshot = snapshot;
    this.required = snapshot.result().schema();
  }

  /**
   * Spark may ask for some fields of a struct only; whole columns are what the row log holds, and
   * Spark takes its fields from them.
   */
  @Override
  public void pruneColumns(StructType columns) {
    StructType all = snapshot.result().schema();
    required =
        new StructType(
            Arrays.stream(columns.fieldNames())
                .map(name -> all.apply(all.fieldIndex(name)))
                .toArray(StructField[]::new));
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  /**
   * Each task stops at the limit by itself, so Spark still has to cut what they return together.
   */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    return new TransformScan(snapshot, required, limit);
  }
}
