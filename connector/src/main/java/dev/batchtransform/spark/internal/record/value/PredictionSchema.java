package dev.batchtransform.spark.internal.record.value;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The type of a prediction: given as DDL, or inferred from all answers of a run.
 *
 * <p>Types are inferred as {@code spark.read.json} does, with the fields of a struct in
 * alphabetical order, so that the order of files and answers does not matter. There are four
 * differences: an integer beyond a long makes a double, never a decimal; an empty string is a
 * string; a few answers of another kind do not change the type of all others; and an object with
 * very many names is a map.
 */
public final class PredictionSchema {

  private PredictionSchema() {}

  /**
   * The type to read answers with: a string stands for what was always null or an object without
   * fields, at any depth. A finished type stays what it is.
   */
  public static DataType finish(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(finish(array.elementType()));
    }
    if (type instanceof StructType struct && struct.fields().length > 0) {
      return new StructType(
          Arrays.stream(struct.fields())
              .map(field -> field(field.name(), finish(field.dataType())))
              .toArray(StructField[]::new));
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(map.keyType(), finish(map.valueType()));
    }
    return type instanceof NullType || type instanceof StructType ? DataTypes.StringType : type;
  }

  /**
   * The type that the option {@code resultSchema} names: a type such as {@code array<float>}, or
   * the fields of a struct such as {@code label STRING, score DOUBLE}. Everything in it may be
   * null.
   *
   * @throws IllegalArgumentException when it is neither, or answers cannot be read as it
   */
  public static DataType fromDdl(String ddl) {
    DataType type;
    try {
      type = DataType.fromDDL(ddl);
    } catch (Exception failure) {
      throw new IllegalArgumentException(
          ("Cannot understand the schema '%s'. Write a type such as array<float>, or fields such as"
                  + " label STRING, score DOUBLE.")
              .formatted(ddl),
          failure);
    }
    ValueReaders.of(type);
    return nullable(type);
  }

  /**
   * The type of an object's field of this name; empty when it is not an object with such a field.
   */
  public static Optional<DataType> ofField(DataType type, String name) {
    if (type instanceof MapType map) {
      return Optional.of(map.valueType());
    }
    return type instanceof StructType struct
        ? Arrays.stream(struct.fields())
            .filter(field -> field.name().equals(name))
            .map(StructField::dataType)
            .findFirst()
        : Optional.empty();
  }

  /** The type of an array's elements; empty when it is none. */
  public static Optional<DataType> ofElements(DataType type) {
    return type instanceof ArrayType array ? Optional.of(array.elementType()) : Optional.empty();
  }

  /** A struct of the fields in the map's order. */
  public static StructType struct(SortedMap<String, DataType> fields) {
    return new StructType(
        fields.entrySet().stream()
            .map(field -> field(field.getKey(), field.getValue()))
            .toArray(StructField[]::new));
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  private static DataType nullable(DataType type) {
    if (type instanceof StructType struct) {
      return new StructType(
          Arrays.stream(struct.fields())
              .map(field -> field(field.name(), nullable(field.dataType())))
              .toArray(StructField[]::new));
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(nullable(array.elementType()));
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(map.keyType(), nullable(map.valueType()));
    }
    return type;
  }
}
