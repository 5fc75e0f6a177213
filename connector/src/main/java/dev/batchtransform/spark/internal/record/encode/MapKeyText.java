package dev.batchtransform.spark.internal.record.encode;

import java.util.Optional;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** The name that a map's key becomes in a JSON object. */
@FunctionalInterface
interface MapKeyText {

  String of(ArrayData keys, int ordinal);

  /**
   * Empty for keys whose text in {@code to_json} means nothing to a model: days and microseconds
   * since 1970 for dates and timestamps, memory addresses for structs and arrays.
   */
  static Optional<MapKeyText> of(DataType type) {
    boolean sensible =
        ScalarWriters.isText(type) || type instanceof NumericType || type instanceof BooleanType;
    return sensible ? Optional.of((keys, i) -> keys.get(i, type).toString()) : Optional.empty();
  }
}
