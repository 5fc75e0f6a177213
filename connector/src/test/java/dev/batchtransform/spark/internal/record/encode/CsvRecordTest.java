package dev.batchtransform.spark.internal.record.encode;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Records of columns as csv. Spark's own csv reader and writer are the oracle. */
class CsvRecordTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "t STRING, i INT, l BIGINT, s SMALLINT, d DOUBLE, f FLOAT, b BOOLEAN, n DECIMAL(20,5), day DATE, at TIMESTAMP");

  /** Quotes doubled, as most readers of csv expect; Spark's default is a backslash. */
  private static final Map<String, String> SPARK =
      Map.of(
          "escape", "\"",
          "emptyValue", "\"\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false",
          "mode", "FAILFAST",
          "timeZone", "UTC",
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

  /** What Spark's reader shall make of an empty text in quotes, which it takes for null else. */
  private static final String EMPTY = "<empty>";

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void sparkReadsALineAsTheRowItWas(@ForAll("rows") List<Row> rows) {
    Dataset<Row> df = LocalSpark.dataFrame(SCHEMA, rows);

    List<String> lines = lines(df, SCHEMA.fieldNames());

    Dataset<Row> read =
        LocalSpark.session()
            .createDataset(lines, Encoders.STRING())
            .toDF("line")
            .select(from_csv(col("line"), lit(SCHEMA.toDDL()), readOptions()).as("row"))
            .select("row.*")
            .withColumn("t", when(col("t").equalTo(EMPTY), lit("")).otherwise(col("t")));
    assertThat(read.collectAsList()).isEqualTo(df.collectAsList());
  }

  /**
   * Where no text needs quotes the bytes are those of Spark's writer too. But for binary fractions:
   * Spark writes those of Java 17 with more digits than tell them apart.
   */
  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void aLineWithoutQuotesIsWhatToCsvWrites(@ForAll("plainRows") List<Row> rows) {
    Dataset<Row> df = LocalSpark.dataFrame(SCHEMA, rows).drop("d", "f");

    assertThat(lines(df, df.columns()))
        .isEqualTo(
            df.select(to_csv(struct(col("*")), SPARK)).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList());
  }

  @Example
  void columnsAreInTheOrderInWhichTheyAreNamed() {
    Dataset<Row> df =
        LocalSpark.session()
            .range(1)
            .select(lit("a,\"b\"").as("t"), lit(2).as("i"), lit(null).cast("int").as("none"));

    assertThat(lines(df, "i", "t", "none")).containsExactly("2,\"a,\"\"b\"\"\",");
    assertThat(lines(df, "t", "i")).containsExactly("\"a,\"\"b\"\"\",2");
  }

  @Example
  void arraysVectorsAndStructsAreFieldsOneAfterTheOther() {
    StructType schema =
        StructType.fromDDL("id INT, list ARRAY<DOUBLE>, both STRUCT<x: INT, y: STRING>")
            .add("features", SQLDataTypes.VectorType());
    Dataset<Row> df =
        LocalSpark.dataFrame(
            schema,
            List.of(
                RowFactory.create(
                    1,
                    List.of(0.5, -2.0),
                    RowFactory.create(7, "z"),
                    Vectors.sparse(3, new int[] {1}, new double[] {4.5}))));

    assertThat(lines(df, schema.fieldNames())).containsExactly("1,0.5,-2.0,7,z,0.0,4.5,0.0");
    assertThat(payloads(df, "features")).containsExactly("0.0,4.5,0.0");
  }

  @Example
  void whatIsNoLineIsNotSent() {
    StructType schema = StructType.fromDDL("t STRING");
    Dataset<Row> df =
        LocalSpark.dataFrame(
            schema,
            Arrays.asList(
                RowFactory.create("two\nlines"),
                RowFactory.create("carriage\rreturn"),
                RowFactory.create((String) null),
                RowFactory.create(""),
                RowFactory.create("one line")));

    assertThat(lines(df, "t")).containsExactly(null, null, null, "\"\"", "one line");
  }

  @Example
  void aTypeWithoutAFormInCsvIsRefusedByThePathOfItsColumn() {
    StructType schema = StructType.fromDDL("s STRUCT<m: MAP<STRING, INT>>");

    assertThatThrownBy(() -> RecordEncoder.check(schema, spec("s")))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("'s.m'")
        .hasMessageContaining("no form in csv");
    assertThatThrownBy(
            () ->
                RecordEncoder.check(
                    SCHEMA, new RecordSpec(List.of("t"), null, RecordFormat.CSV, true)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("join=position");
  }

  @Example
  void theContentTypeSaysWhatALineIs() {
    assertThat(RecordFormat.ofMediaType("text/csv")).isEqualTo(RecordFormat.CSV);
    assertThat(RecordFormat.ofMediaType("Text/CSV; label_size=0")).isEqualTo(RecordFormat.CSV);
    assertThat(RecordFormat.ofMediaType("application/jsonlines")).isEqualTo(RecordFormat.JSON);
    assertThat(RecordFormat.ofMediaType("text/libsvm")).isEqualTo(RecordFormat.TEXT);
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    return rows(Arbitraries.strings().withChars(",\"' \t#\\;ab\u00fc\u6f22\u2028").ofMaxLength(12));
  }

  @Provide
  Arbitrary<List<Row>> plainRows() {
    return rows(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12));
  }

  private static Arbitrary<List<Row>> rows(Arbitrary<String> texts) {
    Arbitrary<Row> row =
        Combinators.combine(
                texts.injectNull(0.2),
                Arbitraries.integers().injectNull(0.2),
                Arbitraries.longs().injectNull(0.2),
                Arbitraries.doubles().injectNull(0.2),
                Arbitraries.floats().injectNull(0.2),
                Arbitraries.of(true, false).injectNull(0.2),
                Arbitraries.longs()
                    .between(-999_999_999_999L, 999_999_999_999L)
                    .map(unscaled -> BigDecimal.valueOf(unscaled, 5))
                    .injectNull(0.2),
                Arbitraries.longs().between(-25_000, 100_000).injectNull(0.2))
            .as(
                (text, number, big, real, single, truth, decimal, day) ->
                    RowFactory.create(
                        text,
                        number,
                        big,
                        number == null ? null : number.shortValue(),
                        real,
                        single,
                        truth,
                        decimal,
                        day == null ? null : Date.valueOf(LocalDate.ofEpochDay(day)),
                        day == null ? null : new Timestamp(day * 86_400_000L + 1234)));
    return row.list().ofMinSize(1).ofMaxSize(20);
  }

  private static Map<String, String> readOptions() {
    Map<String, String> options = new HashMap<>(SPARK);
    options.put("emptyValue", EMPTY);
    return options;
  }

  private static List<@Nullable String> lines(Dataset<Row> df, String... columns) {
    return encoded(df, spec(columns));
  }

  private static List<@Nullable String> payloads(Dataset<Row> df, String column) {
    return encoded(df, new RecordSpec(List.of(), column, RecordFormat.CSV, false));
  }

  private static List<@Nullable String> encoded(Dataset<Row> df, RecordSpec spec) {
    RecordEncoder encoder = RecordEncoder.create(df.schema(), spec);
    List<@Nullable String> lines = new ArrayList<>();
    for (UnsafeRow row : LocalSpark.unsafeRows(df)) {
      lines.add(
          encoder.encode(row, 0)
              ? new String(encoder.buffer(), 0, encoder.length(), StandardCharsets.UTF_8)
              : null);
    }
    return lines;
  }

  private static RecordSpec spec(String... columns) {
    return new RecordSpec(
        List.of(columns), null, RecordFormat.CSV, false, TimestampPrecision.MILLISECONDS);
  }
}
