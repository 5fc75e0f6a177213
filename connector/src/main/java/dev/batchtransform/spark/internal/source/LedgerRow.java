package dev.batchtransform.spark.internal.source;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Turns Java values into a row as Spark keeps it inside. */
final class LedgerRow {
  private LedgerRow() {}

  static InternalRow of(@Nullable Object... values) {
    Object[] fields = new Object[values.length];
    for (int each = 0; each < values.length; each++) {
      fields[each] = inside(values[each]);
    }
    return new GenericInternalRow(fields);
  }

  static GenericArrayData array(Object[] values) {
    Object[] items = new Object[values.length];
    for (int each = 0; each < values.length; each++) {
      items[each] = inside(values[each]);
    }
    return new GenericArrayData(items);
  }

  private static @Nullable Object inside(@Nullable Object value) {
    if (value instanceof String text) {
      return UTF8String.fromString(text);
    }
    if (value instanceof Instant instant) {
      return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1000;
    }
    return value;
  }
}
