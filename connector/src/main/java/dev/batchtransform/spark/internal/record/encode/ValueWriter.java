package dev.batchtransform.spark.internal.record.encode;

import java.io.IOException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Writes the value at one place of a row or array as JSON. The value is not null. */
@FunctionalInterface
public interface ValueWriter {

  void write(JsonLine json, SpecializedGetters values, int ordinal) throws IOException;

  /** Writes the value, or null. */
  default void writeNullable(JsonLine json, SpecializedGetters values, int ordinal)
      throws IOException {
    if (values.isNullAt(ordinal)) {
      json.writeNull();
    } else {
      write(json, values, ordinal);
    }
  }
}
