package dev.batchtransform.spark.internal.record.encode;

import java.io.IOException;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;

/**
 * Writes an MLlib vector as an array of all its numbers, zeros included. MLlib itself need not be
 * on the class path: its vectors are known by the name of their type, and read in their stored
 * form, {@code struct<type, size, indices, values>}.
 */
final class VectorWriter implements ValueWriter {

  private static final Set<String> VECTOR_TYPES =
      Set.of("org.apache.spark.ml.linalg.VectorUDT", "org.apache.spark.mllib.linalg.VectorUDT");
  private static final byte SPARSE = 0;
  private static final int FIELDS = 4;

  static boolean isVector(DataType type) {
    return VECTOR_TYPES.contains(type.getClass().getName());
  }

  /** How many numbers the vector has, zeros included. */
  static int size(SpecializedGetters values, int ordinal) {
    InternalRow vector = values.getStruct(ordinal, FIELDS);
    return vector.getByte(0) == SPARSE ? vector.getInt(1) : vector.getArray(3).numElements();
  }

  @Override
  public void write(JsonLine json, SpecializedGetters values, int ordinal) throws IOException {
    InternalRow vector = values.getStruct(ordinal, FIELDS);
    ArrayData numbers = vector.getArray(3);
    json.startArray();
    if (vector.getByte(0) == SPARSE) {
      writeSparse(json, vector.getInt(1), vector.getArray(2), numbers);
    } else {
      for (int i = 0; i < numbers.numElements(); i++) {
        json.write(numbers.getDouble(i));
      }
    }
    json.endArray();
  }

  private void writeSparse(JsonLine json, int size, ArrayData indices, ArrayData numbers)
      throws IOException {
    int at = 0;
    for (int i = 0; i < size; i++) {
      if (at < indices.numElements() && indices.getInt(at) == i) {
        json.write(numbers.getDouble(at++));
      } else {
        json.write(0.0);
      }
    }
  }
}
