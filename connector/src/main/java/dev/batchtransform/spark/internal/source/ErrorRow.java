package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.join.RowError;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A row's error as the column {@code prediction_error} shows it. */
final class ErrorRow {

  /** The column's type. */
  static final StructType TYPE =
      new StructType()
          .add("code", DataTypes.StringType, false)
          .add("message", DataTypes.StringType, true)
          .add("file", DataTypes.StringType, true)
          .add("line", DataTypes.LongType, true)
          .add("attempts", DataTypes.IntegerType, false);

  private ErrorRow() {}

  /** The error; null for none. */
  static @Nullable InternalRow of(@Nullable RowError error) {
    return error == null
        ? null
        : new GenericInternalRow(
            new Object[] {
              UTF8String.fromString(error.code().name()),
              UTF8String.fromString(error.message()),
              UTF8String.fromString(error.file()),
              error.line(),
              error.attempts()
            });
  }
}
