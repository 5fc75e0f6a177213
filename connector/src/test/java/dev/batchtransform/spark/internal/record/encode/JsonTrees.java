package dev.batchtransform.spark.internal.record.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Compares JSON by what it says. */
final class JsonTrees {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonTrees() {}

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Floats and doubles may be written in different digits, as long as the same number is read;
   * every other value must be equal.
   */
  static void assertSame(DataType type, JsonNode expected, JsonNode actual) {
    if (expected.isNull()) {
      assertThat(actual.isNull()).isTrue();
    } else if (type instanceof StructType struct) {
      assertThat(names(actual)).isEqualTo(names(expected));
      for (var field : struct.fields()) {
        assertSame(field.dataType(), expected.get(field.name()), actual.get(field.name()));
      }
    } else if (type instanceof ArrayType array) {
      assertThat(actual.size()).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertSame(array.elementType(), expected.get(i), actual.get(i));
      }
    } else if (type instanceof MapType map) {
      assertThat(names(actual)).isEqualTo(names(expected));
      expected
          .fieldNames()
          .forEachRemaining(key -> assertSame(map.valueType(), expected.get(key), actual.get(key)));
    } else {
      assertSameScalar(type, expected, actual);
    }
  }

  private static void assertSameScalar(DataType type, JsonNode expected, JsonNode actual) {
    assertThat(actual.getNodeType()).isEqualTo(expected.getNodeType());
    if (!expected.isNumber()) {
      assertThat(actual).isEqualTo(expected);
    } else if (type instanceof FloatType) {
      assertThat(Float.parseFloat(actual.asText())).isEqualTo(Float.parseFloat(expected.asText()));
    } else if (type instanceof DoubleType) {
      assertThat(Double.parseDouble(actual.asText()))
          .isEqualTo(Double.parseDouble(expected.asText()));
    } else {
      assertThat(actual.decimalValue()).isEqualByComparingTo(expected.decimalValue());
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
