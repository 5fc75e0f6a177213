package dev.batchtransform.spark.internal.record.encode;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A value that is sent of a row: a column, or a field at any depth of one. Null where the field is,
 * or anything above it.
 *
 * @param name what it is called in the record
 * @param path the columns and fields down to it, to name it in an error
 * @param type its type
 * @param structs the structs down to it: their places, one within the other
 * @param ordinal its own place in the innermost of them
 */
record SentField(String name, String path, DataType type, List<Struct> structs, int ordinal) {

  /** A struct within a row or another struct. */
  record Struct(int ordinal, int size) {}

  /** All fields of a struct, which lies below these others. */
  static List<SentField> allOf(StructType struct, String parent, List<Struct> structs) {
    return IntStream.range(0, struct.length())
        .mapToObj(each -> of(struct, each, parent, structs))
        .toList();
  }

  static SentField of(StructType struct, int ordinal, String parent, List<Struct> structs) {
    String name = struct.fieldNames()[ordinal];
    DataType type = struct.fields()[ordinal].dataType();
    return new SentField(name, parent + name, type, structs, ordinal);
  }

  /** What the value is to be read from, at {@link #ordinal()}; null when it is null. */
  @Nullable SpecializedGetters holder(SpecializedGetters row) {
    SpecializedGetters at = row;
    for (int each = 0; each < structs.size(); each++) {
      Struct struct = structs.get(each);
      if (at.isNullAt(struct.ordinal)) {
        return null;
      }
      at = at.getStruct(struct.ordinal, struct.size);
    }
    return at.isNullAt(ordinal) ? null : at;
  }
}
