package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * How values of a type become fields of csv: a scalar is one field; the elements of an array or a
 * vector, and the fields of a struct, are fields one after the other.
 */
final class CsvFields {

  private CsvFields() {}

  /** Appends the fields of a value. */
  @FunctionalInterface
  interface Field {
    /** Returns false when the value cannot be on a line; what is then in it is of no use. */
    boolean append(CsvLine line, SpecializedGetters values, int ordinal) throws IOException;
  }

  /** Columns, in this order. */
  static Field ofColumns(List<SentField> columns, TimestampPrecision timestamps) {
    Field[] fields =
        columns.stream()
            .map(column -> of(column.type(), column.path(), timestamps))
            .toArray(Field[]::new);
    return (line, row, unused) -> {
      for (int each = 0; each < fields.length; each++) {
        if (each > 0) {
          line.comma();
        }
        SentField column = columns.get(each);
        SpecializedGetters holder = column.holder(row);
        if (holder != null && !fields[each].append(line, holder, column.ordinal())) {
          return false;
        }
      }
      return true;
    };
  }

  /**
   * The fields of a type.
   *
   * @param path the column, or the field within it, to name in an error
   * @throws InvalidSchemaException when csv has no form for it
   */
  static Field of(DataType type, String path, TimestampPrecision timestamps) {
    if (ScalarWriters.isText(type)) {
      return (line, values, i) -> line.text(values.getUTF8String(i));
    }
    if (type instanceof StructType struct) {
      Field fields = ofColumns(SentField.allOf(struct, path + ".", List.of()), timestamps);
      return (line, values, i) -> fields.append(line, values.getStruct(i, struct.length()), 0);
    }
    if (type instanceof ArrayType array) {
      Field element = nullable(of(array.elementType(), path + "[]", timestamps));
      return (line, values, i) -> elements(line, values.getArray(i), element);
    }
    if (VectorWriter.isVector(type)) {
      VectorWriter writer = new VectorWriter();
      return (line, values, i) -> {
        line.numbers(writer, values, i);
        return true;
      };
    }
    ValueWriter writer =
        ScalarWriters.of(type, timestamps).orElseThrow(() -> hasNoForm(type, path));
    return (line, values, i) -> {
      line.scalar(writer, values, i);
      return true;
    };
  }

  private static InvalidSchemaException hasNoForm(DataType type, String path) {
    return new InvalidSchemaException(
        "Cannot send column '%s' because its type %s has no form in csv. Make it a string, or leave the column out with 'inputColumns'."
            .formatted(path, type.typeName()));
  }

  private static boolean elements(CsvLine line, ArrayData array, Field element) throws IOException {
    for (int each = 0; each < array.numElements(); each++) {
      if (each > 0) {
        line.comma();
      }
      if (!element.append(line, array, each)) {
        return false;
      }
    }
    return true;
  }

  private static Field nullable(Field field) {
    return (line, values, i) -> values.isNullAt(i) || field.append(line, values, i);
  }
}
