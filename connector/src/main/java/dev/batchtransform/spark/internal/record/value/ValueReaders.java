package dev.batchtransform.spark.internal.record.value;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.encode.ScalarWriters;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Readers of JSON values as Catalyst values, with the meaning of {@code from_json}: a missing field
 * is null, an unknown one is passed over, the last of equal names counts, a string takes any JSON
 * value as its text. A value of another type is a mismatch, never silently null.
 */
public final class ValueReaders {

  private ValueReaders() {}

  /**
   * The reader of a type.
   *
   * @throws IllegalArgumentException when no JSON value is read as this type
   */
  static ValueReader of(DataType type) {
    if (type instanceof StructType struct) {
      return struct(struct, false);
    }
    if (type instanceof ArrayType array) {
      return array(array);
    }
    if (type instanceof MapType map) {
      return map(map);
    }
    return ScalarReaders.of(type).orElseThrow(() -> isNotRead(type));
  }

  /**
   * The reader of a whole answer: as {@link #of}, but that an object which has fields, and none of
   * those that a struct has, is a mismatch. It is an error's object more likely than an answer
   * without a value.
   */
  public static ValueReader ofAnswer(DataType type) {
    return type instanceof StructType struct && struct.length() > 0
        ? struct(struct, true)
        : of(type);
  }

  private static ValueReader struct(StructType type, boolean needsAField) {
    String[] names = type.fieldNames();
    ValueReader[] readers = new ValueReader[names.length];
    Map<String, Integer> ordinals = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      readers[i] = of(type.fields()[i].dataType());
      ordinals.put(names[i], i);
    }
    return json -> {
      if (isNull(json, JsonToken.START_OBJECT, "an object")) {
        return null;
      }
      Object[] values = new Object[names.length];
      int known = 0;
      int unknown = 0;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        Integer ordinal = ordinals.get(json.currentName());
        json.nextToken();
        if (ordinal == null) {
          unknown++;
          json.skipChildren();
        } else {
          known++;
          try {
            values[ordinal] = readers[ordinal].read(json);
          } catch (MismatchException failure) {
            throw failure.within("." + names[ordinal]);
          }
        }
      }
      if (needsAField && known == 0 && unknown > 0) {
        throw new MismatchException(foreign(names, unknown));
      }
      return new GenericInternalRow(values);
    };
  }

  /** Names the schema's fields, and never the answer's, which may be content. */
  private static String foreign(String[] names, int unknown) {
    String some = String.join(", ", Arrays.asList(names).subList(0, Math.min(3, names.length)));
    return "expected an object with a field of the result schema (%s%s), found one with %s of other names"
        .formatted(some, names.length > 3 ? ", ..." : "", Plural.of(unknown, "field"));
  }

  private static ValueReader array(ArrayType type) {
    if (type.elementType() instanceof FloatType) {
      return new FloatArrayReader();
    }
    if (type.elementType() instanceof DoubleType) {
      return new DoubleArrayReader();
    }
    ValueReader element = of(type.elementType());
    return json ->
        isNull(json, JsonToken.START_ARRAY, "an array")
            ? null
            : elements(json, element, new ArrayList<>());
  }

  /** Reads the elements from the next one on, behind those that were read already. */
  static GenericArrayData elements(
      JsonTokens json, ValueReader element, List<@Nullable Object> read)
      throws IOException, MismatchException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      try {
        read.add(element.read(json));
      } catch (MismatchException failure) {
        throw failure.within("[" + read.size() + "]");
      }
    }
    return new GenericArrayData(read.toArray());
  }

  private static ValueReader map(MapType type) {
    if (!ScalarWriters.isText(type.keyType())) {
      throw isNotRead(type);
    }
    ValueReader value = of(type.valueType());
    return json -> {
      if (isNull(json, JsonToken.START_OBJECT, "an object")) {
        return null;
      }
      Map<UTF8String, @Nullable Object> entries = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        UTF8String key = UTF8String.fromString(json.currentName());
        json.nextToken();
        try {
          entries.put(key, value.read(json));
        } catch (MismatchException failure) {
          // The key is content of the answer, so it is not named.
          throw failure.within("{}");
        }
      }
      return new ArrayBasedMapData(
          new GenericArrayData(entries.keySet().toArray()),
          new GenericArrayData(entries.values().toArray()));
    };
  }

  /** Whether the value is null; a mismatch when it does not start as it should either. */
  static boolean isNull(JsonTokens json, JsonToken start, String expected)
      throws MismatchException {
    JsonToken token = json.currentToken();
    if (token == start) {
      return false;
    }
    if (token == JsonToken.VALUE_NULL) {
      return true;
    }
    throw MismatchException.found(json, expected);
  }

  private static IllegalArgumentException isNotRead(DataType type) {
    return new IllegalArgumentException(
        "Cannot read answers as %s: no JSON value can be read as that type. Use another type in 'resultSchema', such as string."
            .formatted(type.sql()));
  }
}
