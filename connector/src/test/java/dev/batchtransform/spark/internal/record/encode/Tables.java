package dev.batchtransform.spark.internal.record.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Generates schemas and rows: every type, nested, with nulls, odd names and extreme values. */
public final class Tables {

  private static final List<DataType> ANSWER_SCALARS =
      List.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.createDecimalType(10, 2),
          DataTypes.createDecimalType(38, 18),
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  private static final List<DataType> OTHER_SCALARS =
      List.of(
          DataTypes.createYearMonthIntervalType(),
          DataTypes.createDayTimeIntervalType(),
          DataTypes.NullType);

  private static final List<String> ODD_NAMES =
      List.of(
          "a.b",
          "it's",
          "\"quoted\"",
          "`ticked`",
          "naïve",
          "名前",
          "имя",
          "😀",
          "tab\there",
          "line\nfeed",
          "back\\slash",
          "sep\u2028arator",
          "next\u0085line",
          " ",
          "$",
          "a b");

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final List<DataType> scalars;
  private final int firstDay;
  private final int lastDay;

  private Tables(List<DataType> scalars, int firstDay, int lastDay) {
    this.scalars = scalars;
    this.firstDay = firstDay;
    this.lastDay = lastDay;
  }

  /** Tables of everything that can be sent. */
  public static Arbitrary<Table> sent() {
    List<DataType> scalars =
        Stream.concat(ANSWER_SCALARS.stream(), OTHER_SCALARS.stream()).toList();
    return new Tables(scalars, Integer.MIN_VALUE, Integer.MAX_VALUE).tables();
  }

  /** Tables of everything that can be read from an answer, in the years 1 to 9999. */
  public static Arbitrary<Table> answered() {
    int first = (int) LocalDate.of(1, 1, 1).toEpochDay();
    int last = (int) LocalDate.of(9999, 12, 31).toEpochDay();
    return new Tables(ANSWER_SCALARS, first, last).tables();
  }

  /** A table: a schema of one to six columns, and one to twenty rows of it. */
  public record Table(StructType schema, List<Row> rows) {}

  private Arbitrary<Table> tables() {
    return structs(3)
        .flatMap(
            schema ->
                rows(schema)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(20)
                    .map(rows -> new Table(schema, rows)));
  }

  static Arbitrary<String> texts() {
    Arbitrary<String> anything = Arbitraries.strings().all().ofMaxLength(12);
    Arbitrary<String> awkward =
        Arbitraries.strings()
            .withChars('\n', '\r', '\t', '"', '\\', '/', '<', '\u0000', '\u001f', '\u007f')
            .withChars('\u0085', '\u2028', '\u2029', 'é', '漢', '\ufeff', 'a')
            .ofMaxLength(12);
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(40),
        awkward,
        anything,
        Arbitraries.just("😀👩‍👩‍👧"));
  }

  private Arbitrary<DataType> types(int depth) {
    Arbitrary<DataType> scalar = Arbitraries.of(scalars);
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<DataType> element = types(depth - 1);
    return Arbitraries.frequencyOf(
        Tuple.of(6, scalar),
        Tuple.of(1, element.map(DataTypes::createArrayType)),
        Tuple.of(1, element.map(type -> DataTypes.createMapType(DataTypes.StringType, type))),
        Tuple.of(1, structs(depth - 1).map(struct -> struct)));
  }

  private Arbitrary<StructType> structs(int depth) {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of(ODD_NAMES), Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5));
    return names
        .list()
        .uniqueElements(String::toLowerCase)
        .ofMinSize(1)
        .ofMaxSize(6)
        .flatMap(
            fields ->
                types(depth)
                    .list()
                    .ofSize(fields.size())
                    .map(
                        types -> {
                          StructType struct = new StructType();
                          for (int i = 0; i < fields.size(); i++) {
                            struct = struct.add(fields.get(i), types.get(i));
                          }
                          return struct;
                        }));
  }

  private Arbitrary<Row> rows(StructType schema) {
    List<Arbitrary<Object>> values =
        Arrays.stream(schema.fields()).map(StructField::dataType).map(this::values).toList();
    return Combinators.combine(values).as(list -> RowFactory.create(list.toArray()));
  }

  private Arbitrary<Object> values(DataType type) {
    return present(type).injectNull(0.15);
  }

  private Arbitrary<Object> present(DataType type) {
    if (type instanceof StructType struct) {
      return rows(struct).map(row -> row);
    }
    if (type instanceof ArrayType array) {
      return values(array.elementType()).list().ofMaxSize(4).map(list -> list);
    }
    if (type instanceof MapType map) {
      return Arbitraries.maps(texts(), values(map.valueType()))
          .ofMaxSize(4)
          .map(entries -> entries);
    }
    return scalar(type).map(value -> (Object) value);
  }

  private Arbitrary<?> scalar(DataType type) {
    if (type instanceof DecimalType decimal) {
      BigInteger most = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      return Arbitraries.bigIntegers()
          .between(most.negate(), most)
          .map(digits -> new BigDecimal(digits, decimal.scale()));
    }
    if (type instanceof YearMonthIntervalType) {
      return Arbitraries.integers().map(Period::ofMonths).map(Period::normalized);
    }
    if (type instanceof DayTimeIntervalType) {
      return Arbitraries.longs().map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }
    return switch (type.typeName()) {
      case "boolean" -> Arbitraries.of(true, false);
      case "byte" -> Arbitraries.bytes();
      case "short" -> Arbitraries.shorts();
      case "integer" -> Arbitraries.integers();
      case "long" -> Arbitraries.longs();
      case "float" -> floats();
      case "double" -> doubles();
      case "string" -> texts();
      case "binary" -> Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
      case "date" -> days().map(LocalDate::ofEpochDay);
      case "timestamp" -> micros().map(Tables::instant);
      case "timestamp_ntz" ->
          micros().map(micros -> LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC));
      default -> Arbitraries.just("").map(text -> null);
    };
  }

  public static Arbitrary<Float> floats() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(Float::intBitsToFloat),
        Arbitraries.of(
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            -0.0f,
            Float.MIN_VALUE,
            Float.MAX_VALUE));
  }

  static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble),
        Arbitraries.doubles().between(-1, 1),
        Arbitraries.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE));
  }

  private Arbitrary<Integer> days() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(firstDay, lastDay),
        Arbitraries.integers().between(-700_000, 2_900_000));
  }

  private Arbitrary<Long> micros() {
    long first = Math.max(firstDay, Long.MIN_VALUE / MICROS_PER_DAY) * MICROS_PER_DAY;
    long last = Math.min(lastDay, Long.MAX_VALUE / MICROS_PER_DAY) * MICROS_PER_DAY;
    return Arbitraries.oneOf(
        Arbitraries.longs().between(first, last),
        Arbitraries.longs().between(-700_000 * MICROS_PER_DAY, 2_900_000 * MICROS_PER_DAY));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
