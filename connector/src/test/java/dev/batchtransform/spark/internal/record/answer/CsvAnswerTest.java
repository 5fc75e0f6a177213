package dev.batchtransform.spark.internal.record.answer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.record.encode.LocalSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Date;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Answers that are lines of csv. Spark's own csv writer and reader are the oracle. */
class CsvAnswerTest {

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "t STRING, d DOUBLE, i INT, l BIGINT, f FLOAT, b BOOLEAN, n DECIMAL(20,5), day DATE, s SMALLINT");

  private static final Map<String, String> SPARK =
      Map.of(
          "escape", "\"",
          "emptyValue", "\"\"",
          "ignoreLeadingWhiteSpace", "false",
          "ignoreTrailingWhiteSpace", "false",
          "mode", "FAILFAST");

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void aLineThatSparkWroteIsReadAsSparkReadsIt(@ForAll("rows") List<Row> rows) throws IOException {
    Dataset<Row> df = LocalSpark.dataFrame(SCHEMA, rows);
    List<String> lines =
        df.select(to_csv(struct(col("*")), SPARK)).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    // Spark's reader makes null of "", which the row was not.
    Map<String, String> read = new HashMap<>(SPARK);
    read.put("emptyValue", "");
    List<UnsafeRow> expected =
        LocalSpark.unsafeRows(
            LocalSpark.session()
                .createDataset(lines, Encoders.STRING())
                .toDF("line")
                .select(from_csv(col("line"), lit(SCHEMA.toDDL()), read).as("row"))
                .select("row.*"));

    UnsafeProjection unsafe = UnsafeProjection.create(SCHEMA);
    List<UnsafeRow> actual = new ArrayList<>();
    try (AnswerReader reader = open(String.join("\n", lines) + "\n", SCHEMA)) {
      while (reader.next()) {
        assertThat(reader.problem()).isNull();
        actual.add(unsafe.apply((InternalRow) reader.value()).copy());
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Example
  void aWrongNumberOfFieldsCostsItsOwnRow() throws IOException {
    StructType two = StructType.fromDDL("label STRING, score DOUBLE");

    assertThat(read("a,0.5\nb\n\"c,d\",1\ne,1,2\nf,x\n\n", two))
        .containsExactly(
            "[a,0.5]",
            "! expected 2 fields of csv, found 1",
            "[c,d,1.0]",
            "! expected 2 fields of csv, found 3",
            "! $.score: expected double, found a string",
            "! The model's answer to this record was empty.");
    assertThat(read("1\n1,2\n", DataTypes.LongType))
        .containsExactly("1", "! expected 1 field of csv, found 2");
  }

  @Example
  void numbersMayBeWrittenAsPythonAndNumpyWriteThem() throws IOException {
    assertThat(read("5.\n.5\n+1\n007\n1e-05\n nan\ninf\n-inf\n1E400\n", DataTypes.DoubleType))
        .containsExactly(
            "5.0", "0.5", "1.0", "7.0", "1.0E-5", "NaN", "Infinity", "-Infinity", "Infinity");
    assertThat(read("1, 2 ,3\n", DataTypes.createArrayType(DataTypes.FloatType)))
        .containsExactly("[1.0,2.0,3.0]");
    assertThat(read("True\nfalse\n", DataTypes.BooleanType)).containsExactly("true", "false");
  }

  @Example
  void nothingIsNullAndQuotesAreAnEmptyText() throws IOException {
    StructType two = StructType.fromDDL("a STRING, b STRING");

    assertThat(read(",\"\"\n\"\",\n\"say \"\"so\"\"\", x\n", two))
        .containsExactly("[null,]", "[,null]", "[say \"so\", x]");
  }

  @Example
  void aStringTakesTheWholeLineWhenItHasSeveralFields() throws IOException {
    assertThat(read("a\n\"b,c\"\na,\"b\"\n", DataTypes.StringType))
        .containsExactly("a", "b,c", "a,\"b\"");
  }

  @Example
  void aLineThatIsNoCsvIsAProblemOfItsOwn() throws IOException {
    assertThat(read("\"a\"b,1\nx,2\n", StructType.fromDDL("a STRING, b INT")))
        .containsExactly(
            "! the answer is not csv: text follows the end of a quoted field", "[x,2]");
  }

  @Example
  void theTypeIsInferredFromTheFields() throws IOException {
    assertThat(inferred("1\n2\n")).isEqualTo(DataTypes.LongType);
    assertThat(inferred("1\n2.5\n")).isEqualTo(DataTypes.DoubleType);
    assertThat(inferred("nan\n2.5\n")).isEqualTo(DataTypes.DoubleType);
    assertThat(inferred("cat\ndog\n")).isEqualTo(DataTypes.StringType);
    assertThat(inferred("1,2\n3,4\n")).isEqualTo(DataTypes.createArrayType(DataTypes.DoubleType));
    assertThat(inferred("cat,0.5\ndog,0.5\n"))
        .isEqualTo(DataTypes.createArrayType(DataTypes.StringType));
  }

  @Example
  void linesAreCountedAsThoseOfTextAre() throws IOException {
    AnswerSurvey survey =
        AnswerSurvey.survey(() -> Answers.stream("1\n\n3\n"), contract(), DataTypes.LongType, 3);

    assertThat(survey.aligned()).isTrue();
    assertThat(survey.answers()).isEqualTo(3);
    assertThat(survey.unparseable()).isEqualTo(1);
    assertThat(AnswerSurvey.survey(() -> Answers.stream("1\n2\n"), contract(), null, 3).aligned())
        .isFalse();
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<Row> row =
        Combinators.combine(
                Arbitraries.strings()
                    .withChars(",\"' #\\;ab\u00fc\u6f22")
                    .ofMinLength(1)
                    .ofMaxLength(12)
                    .injectNull(0.2),
                Arbitraries.doubles().injectNull(0.2),
                Arbitraries.integers().injectNull(0.2),
                Arbitraries.longs().injectNull(0.2),
                Arbitraries.floats().injectNull(0.2),
                Arbitraries.of(true, false).injectNull(0.2),
                Arbitraries.longs()
                    .between(-999_999_999_999L, 999_999_999_999L)
                    .map(unscaled -> BigDecimal.valueOf(unscaled, 5))
                    .injectNull(0.2),
                Arbitraries.longs().between(-25_000, 100_000))
            .as(
                (text, real, number, big, single, truth, decimal, day) ->
                    RowFactory.create(
                        text,
                        real,
                        number,
                        big,
                        single,
                        truth,
                        decimal,
                        Date.valueOf(LocalDate.ofEpochDay(day)),
                        number == null ? null : number.shortValue()));
    return row.list().ofMinSize(1).ofMaxSize(20);
  }

  private static DataType inferred(String file) throws IOException {
    long lines = file.lines().count();
    return AnswerSurvey.survey(() -> Answers.stream(file), contract(), null, lines)
        .shape()
        .orElseThrow()
        .type();
  }

  private static List<String> read(String file, DataType type) throws IOException {
    List<String> answers = new ArrayList<>();
    try (AnswerReader reader = open(file, type)) {
      while (reader.next()) {
        answers.add(
            reader.problem() == null ? shown(reader.value(), type) : "! " + reader.problem());
      }
    }
    return answers;
  }

  private static String shown(Object value, DataType type) {
    if (type instanceof ArrayType array) {
      return Arrays.toString(((ArrayData) value).toObjectArray(array.elementType()))
          .replace(" ", "");
    }
    return String.valueOf(value);
  }

  private static AnswerReader open(String file, DataType type) throws IOException {
    return AnswerReader.open(Answers.stream(file), contract(), Framing.EACH_LINE, type);
  }

  private static AnswerContract contract() {
    return new AnswerContract(AnswerFormat.CSV, false, true, null, null);
  }
}
