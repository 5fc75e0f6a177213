package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.IntervalStringStyles;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.jspecify.annotations.Nullable;

/** The JSON form of the types that have no parts. */
public final class ScalarWriters {

  private ScalarWriters() {}

  /** The writer of a type; empty when the type has no JSON form. */
  static Optional<ValueWriter> of(DataType type, TimestampPrecision timestamps) {
    ValueWriter writer = plain(type);
    if (writer == null) {
      writer = number(type);
    }
    if (writer == null) {
      writer = time(type, timestamps);
    }
    return Optional.ofNullable(writer);
  }

  public static boolean isText(DataType type) {
    return type instanceof StringType || type instanceof CharType || type instanceof VarcharType;
  }

  private static @Nullable ValueWriter plain(DataType type) {
    if (isText(type)) {
      return (json, values, i) -> json.write(values.getUTF8String(i));
    }
    if (type instanceof BooleanType) {
      return (json, values, i) -> json.write(values.getBoolean(i));
    }
    if (type instanceof BinaryType) {
      return (json, values, i) -> json.write(values.getBinary(i));
    }
    if (type instanceof NullType) {
      return (json, values, i) -> json.writeNull();
    }
    return null;
  }

  private static @Nullable ValueWriter number(DataType type) {
    if (type instanceof LongType) {
      return (json, values, i) -> json.write(values.getLong(i));
    }
    if (type instanceof IntegerType) {
      return (json, values, i) -> json.write((long) values.getInt(i));
    }
    if (type instanceof DoubleType) {
      return (json, values, i) -> json.write(values.getDouble(i));
    }
    if (type instanceof FloatType) {
      return (json, values, i) -> json.write(values.getFloat(i));
    }
    if (type instanceof ShortType) {
      return (json, values, i) -> json.write((long) values.getShort(i));
    }
    if (type instanceof ByteType) {
      return (json, values, i) -> json.write((long) values.getByte(i));
    }
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (json, values, i) ->
          json.write(values.getDecimal(i, precision, scale).toJavaBigDecimal());
    }
    return null;
  }

  private static @Nullable ValueWriter time(DataType type, TimestampPrecision timestamps) {
    IsoTime iso = new IsoTime(timestamps);
    if (type instanceof DateType) {
      return (json, values, i) -> iso.writeDate(json, values.getInt(i));
    }
    if (type instanceof TimestampType) {
      return (json, values, i) -> iso.writeInstant(json, values.getLong(i));
    }
    if (type instanceof TimestampNTZType) {
      return (json, values, i) -> iso.writeLocal(json, values.getLong(i));
    }
    if (type instanceof YearMonthIntervalType interval) {
      byte start = interval.startField();
      byte end = interval.endField();
      return (json, values, i) ->
          json.write(
              IntervalUtils.toYearMonthIntervalString(
                  values.getInt(i), IntervalStringStyles.ANSI_STYLE(), start, end));
    }
    if (type instanceof DayTimeIntervalType interval) {
      byte start = interval.startField();
      byte end = interval.endField();
      return (json, values, i) ->
          json.write(
              IntervalUtils.toDayTimeIntervalString(
                  values.getLong(i), IntervalStringStyles.ANSI_STYLE(), start, end));
    }
    return null;
  }
}
