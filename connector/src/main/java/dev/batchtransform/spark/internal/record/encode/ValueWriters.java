package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * The JSON form of each Spark SQL type, which is that of {@code to_json} with the options {@code
 * ignoreNullFields=false} and {@code timeZone=UTC}, but for this: decimals are written without an
 * exponent, MLlib's vectors, dense or sparse, as arrays of numbers, and timestamps to the
 * microsecond where that is asked for.
 */
public final class ValueWriters {

  private ValueWriters() {}

  /**
   * The writer of a type.
   *
   * @param path the column, or the field within it, to name in an error
   * @param timestamps how fine the seconds of timestamps are
   * @throws InvalidSchemaException when the type has no JSON form
   */
  public static ValueWriter of(DataType type, String path, TimestampPrecision timestamps) {
    if (type instanceof StructType struct) {
      return struct(struct, path, timestamps);
    }
    if (type instanceof ArrayType array) {
      return array(array, path, timestamps);
    }
    if (type instanceof MapType map) {
      return map(map, path, timestamps);
    }
    if (VectorWriter.isVector(type)) {
      return new VectorWriter();
    }
    if (type instanceof UserDefinedType<?> userDefined) {
      return of(userDefined.sqlType(), path, timestamps);
    }
    return ScalarWriters.of(type, timestamps).orElseThrow(() -> hasNoJsonForm(type, path));
  }

  private static ValueWriter struct(StructType type, String path, TimestampPrecision timestamps) {
    int size = type.length();
    ObjectWriter fields =
        new ObjectWriter(SentField.allOf(type, path + ".", List.of()), timestamps);
    return (json, values, i) -> fields.write(json, values.getStruct(i, size));
  }

  private static ValueWriter array(ArrayType type, String path, TimestampPrecision timestamps) {
    ValueWriter element = of(type.elementType(), path + "[]", timestamps);
    return (json, values, i) -> {
      ArrayData array = values.getArray(i);
      json.startArray();
      for (int k = 0; k < array.numElements(); k++) {
        element.writeNullable(json, array, k);
      }
      json.endArray();
    };
  }

  private static ValueWriter map(MapType type, String path, TimestampPrecision timestamps) {
    MapKeyText keyText =
        MapKeyText.of(type.keyType())
            .orElseThrow(
                () ->
                    new InvalidSchemaException(
                        "Cannot send column '%s' because its keys are of type %s, and a name in a JSON object is a string. Make the keys strings, or leave the column out with 'inputColumns'."
                            .formatted(path, type.keyType().typeName())));
    ValueWriter value = of(type.valueType(), path + "{}", timestamps);
    return (json, values, i) -> {
      ArrayData mapKeys = values.getMap(i).keyArray();
      ArrayData mapValues = values.getMap(i).valueArray();
      json.startObject();
      for (int k = 0; k < mapKeys.numElements(); k++) {
        json.name(keyText.of(mapKeys, k));
        value.writeNullable(json, mapValues, k);
      }
      json.endObject();
    };
  }

  private static InvalidSchemaException hasNoJsonForm(DataType type, String path) {
    String advice =
        type.typeName().equals("variant")
            ? "Make it a string with to_json(column)"
            : "Cast it to a string";
    return new InvalidSchemaException(
        "Cannot send column '%s' because its type %s has no JSON form. %s, or leave the column out with 'inputColumns'."
            .formatted(path, type.typeName(), advice));
  }
}
