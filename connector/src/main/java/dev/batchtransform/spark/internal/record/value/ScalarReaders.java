package dev.batchtransform.spark.internal.record.value;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.batchtransform.spark.internal.record.encode.ScalarWriters;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Readers of the types that have no parts. */
final class ScalarReaders {

  static final ValueReader FLOAT = nullable(ScalarReaders::floatValue);
  static final ValueReader DOUBLE = nullable(ScalarReaders::doubleValue);

  private static final long MICROS_PER_SECOND = 1_000_000L;

  private ScalarReaders() {}

  /** The reader of a type; empty when no JSON value is read as this type. */
  static Optional<ValueReader> of(DataType type) {
    ValueReader reader = ScalarWriters.isText(type) ? nullable(JsonText::of) : number(type);
    return Optional.ofNullable(reader != null ? reader : other(type));
  }

  private static @Nullable ValueReader number(DataType type) {
    if (type instanceof DoubleType) {
      return DOUBLE;
    }
    if (type instanceof FloatType) {
      return FLOAT;
    }
    if (type instanceof LongType) {
      return nullable(json -> integer(json, Long.MIN_VALUE, Long.MAX_VALUE, "bigint"));
    }
    if (type instanceof IntegerType) {
      return nullable(json -> (int) integer(json, Integer.MIN_VALUE, Integer.MAX_VALUE, "int"));
    }
    if (type instanceof ShortType) {
      return nullable(json -> (short) integer(json, Short.MIN_VALUE, Short.MAX_VALUE, "smallint"));
    }
    if (type instanceof ByteType) {
      return nullable(json -> (byte) integer(json, Byte.MIN_VALUE, Byte.MAX_VALUE, "tinyint"));
    }
    if (type instanceof DecimalType decimal) {
      return nullable(json -> decimal(json, decimal));
    }
    return null;
  }

  private static @Nullable ValueReader other(DataType type) {
    if (type instanceof BooleanType) {
      return nullable(ScalarReaders::booleanValue);
    }
    if (type instanceof BinaryType) {
      return nullable(ScalarReaders::binary);
    }
    if (type instanceof DateType) {
      return nullable(json -> time(json, "a date", DateTimeUtils::stringToDate));
    }
    if (type instanceof TimestampType) {
      return nullable(ScalarReaders::timestamp);
    }
    if (type instanceof TimestampNTZType) {
      return nullable(
          json ->
              time(
                  json,
                  "a timestamp without time zone",
                  text -> DateTimeUtils.stringToTimestampWithoutTimeZone(text, false)));
    }
    return null;
  }

  private static ValueReader nullable(ValueReader reader) {
    return json -> json.currentToken() == JsonToken.VALUE_NULL ? null : reader.read(json);
  }

  static double doubleValue(JsonTokens json) throws IOException, MismatchException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> json.getDoubleValue();
      case VALUE_STRING -> notFinite(json, "double");
      default -> throw MismatchException.found(json, "double");
    };
  }

  static float floatValue(JsonTokens json) throws IOException, MismatchException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> json.getFloatValue();
      case VALUE_STRING -> (float) notFinite(json, "float");
      default -> throw MismatchException.found(json, "float");
    };
  }

  private static double notFinite(JsonTokens json, String expected)
      throws IOException, MismatchException {
    return switch (json.getText()) {
      case "NaN" -> Double.NaN;
      case "Infinity", "+Infinity", "+INF" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-INF" -> Double.NEGATIVE_INFINITY;
      default -> throw MismatchException.found(json, expected);
    };
  }

  private static long integer(JsonTokens json, long least, long greatest, String expected)
      throws IOException, MismatchException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw MismatchException.found(json, expected);
    }
    try {
      long value = json.getLongValue();
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (InputCoercionException failure) {
      // Beyond a long: refused below, without Jackson's message, which quotes the number.
    }
    throw new MismatchException("expected " + expected + ", found an integer out of its range");
  }

  private static Decimal decimal(JsonTokens json, DecimalType type)
      throws IOException, MismatchException {
    try {
      BigDecimal value =
          switch (json.currentToken()) {
            case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> json.getDecimalValue();
            case VALUE_STRING -> new BigDecimal(json.getText().replace(",", ""));
            default -> throw MismatchException.found(json, type.sql());
          };
      return Decimal.apply(bounded(value, type), type.precision(), type.scale());
    } catch (NumberFormatException failure) {
      throw MismatchException.found(json, type.sql());
    } catch (ArithmeticException failure) {
      throw new MismatchException("expected " + type.sql() + ", found a number out of its range");
    }
  }

  /** Spark would write out a number of any exponent before it compares it with its type. */
  private static BigDecimal bounded(BigDecimal value, DecimalType type) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if ((long) value.precision() - value.scale() > type.precision() - type.scale()) {
      throw new ArithmeticException("out of range");
    }
    return value;
  }

  private static boolean booleanValue(JsonTokens json) throws MismatchException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw MismatchException.found(json, "boolean");
    };
  }

  private static byte[] binary(JsonTokens json) throws IOException, MismatchException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw MismatchException.found(json, "binary as a string in base64");
    }
    try {
      return json.getBinaryValue();
    } catch (JsonParseException failure) {
      throw new MismatchException("expected base64, found another string");
    }
  }

  /** A number is seconds since 1970, as in {@code from_json}; a string without zone is in UTC. */
  private static long timestamp(JsonTokens json) throws IOException, MismatchException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      long most = Long.MAX_VALUE / MICROS_PER_SECOND;
      return integer(json, -most, most, "seconds of a timestamp") * MICROS_PER_SECOND;
    }
    return (Long)
        time(json, "a timestamp", text -> DateTimeUtils.stringToTimestamp(text, ZoneOffset.UTC));
  }

  private static Object time(
      JsonTokens json, String expected, Function<UTF8String, Option<Object>> parser)
      throws IOException, MismatchException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw MismatchException.found(json, expected);
    }
    Option<Object> value = parser.apply(UTF8String.fromString(json.getText()));
    if (value.isEmpty()) {
      throw new MismatchException("expected " + expected + ", found another string");
    }
    return value.get();
  }
}
