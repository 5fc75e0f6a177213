package dev.batchtransform.spark.internal.record.rowlog;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Looks at every byte of every value of a row, as Spark does when it uses them. */
final class RowDigest {
  private RowDigest() {}

  static int of(InternalRow row, StructType schema) {
    int digest = 1;
    for (int each = 0; each < schema.length(); each++) {
      digest = 31 * digest + value(row, each, schema.fields()[each].dataType());
    }
    return digest;
  }

  private static int value(SpecializedGetters from, int ordinal, DataType type) {
    if (type instanceof NullType || from.isNullAt(ordinal)) {
      return 7;
    }
    if (type instanceof StructType struct) {
      return of(from.getStruct(ordinal, struct.length()), struct);
    }
    if (type instanceof ArrayType array) {
      return array(from.getArray(ordinal), array.elementType());
    }
    if (type instanceof MapType map) {
      MapData entries = from.getMap(ordinal);
      return 31 * array(entries.keyArray(), map.keyType())
          + array(entries.valueArray(), map.valueType());
    }
    if (type instanceof StringType) {
      return Arrays.hashCode(from.getUTF8String(ordinal).getBytes());
    }
    if (type instanceof BinaryType) {
      return Arrays.hashCode(from.getBinary(ordinal));
    }
    if (type instanceof DecimalType decimal) {
      return decimal(from, ordinal, decimal);
    }
    return String.valueOf(from.get(ordinal, type)).hashCode();
  }

  private static int array(ArrayData array, DataType type) {
    int digest = 1;
    for (int each = 0; each < array.numElements(); each++) {
      digest = 31 * digest + value(array, each, type);
    }
    return digest;
  }

  /** Sixteen bytes may be a number of more digits than the type has, which Spark refuses. */
  private static int decimal(SpecializedGetters from, int ordinal, DecimalType type) {
    try {
      return String.valueOf(from.getDecimal(ordinal, type.precision(), type.scale())).hashCode();
    } catch (ArithmeticException tooLarge) {
      return 5;
    }
  }
}
