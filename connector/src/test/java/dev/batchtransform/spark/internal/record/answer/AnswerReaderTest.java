package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final DataType LONG = DataTypes.LongType;
  private static final DataType STRING = DataTypes.StringType;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1][2][3]",
        "[1]\n[2]\n[3]\n",
        "[1]\r\n[2]\r\n[3]",
        "\ufeff[1]\n\n[\n  2\n]\n\n [3] \n",
        "[1] [2]\n[3]"
      })
  void answersAreValuesHoweverTheyAreSeparated(String file) throws IOException {
    assertThat(Answers.read(file, Framing.VALUES, STRING)).containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  void aByteOrderMarkBeforeEachLineIsNoPartOfTheAnswer() throws IOException {
    String file = "\ufeff[1]\n\ufeff[2]\r\n\ufeff[3]";
    assertThat(Answers.read(file, Framing.EACH_LINE, STRING)).containsExactly("[1]", "[2]", "[3]");
    assertThat(Answers.read(file, AnswerFormat.TEXT, Framing.EACH_LINE, STRING))
        .containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  void aBlankLineOfTextIsTheLackOfAnAnswerAndWasOneInEarlierVersions() throws IOException {
    String file = "cat\n \nbird\n";
    assertThat(Answers.read(file, AnswerFormat.TEXT, Framing.EACH_LINE, STRING))
        .containsExactly("cat", "! The model's answer to this record was empty.", "bird");
    assertThat(Answers.read(file, AnswerFormat.TEXT, Framing.LINES, STRING))
        .containsExactly("cat", " ", "bird");
  }

  @Test
  void scalarsAreAnswersToo() throws IOException {
    assertThat(Answers.read("1\n2\n null 3", Framing.VALUES, LONG))
        .containsExactly("1", "2", "null", "3");
    assertThat(Answers.read("\"a\"\"b\"", Framing.VALUES, STRING)).containsExactly("a", "b");
  }

  @Test
  void aFileWithoutAnswersHasNone() throws IOException {
    for (String file : new String[] {"", "\n", " \n\r\n", "\ufeff"}) {
      assertThat(Answers.read(file, Framing.VALUES, LONG)).isEmpty();
      assertThat(Answers.read(file, Framing.LINES, LONG)).isEmpty();
    }
  }

  @Test
  void numbersThatAreNotFiniteAreReadBareOrQuoted() throws IOException {
    assertThat(
            Answers.read(
                "NaN Infinity -Infinity \"NaN\" \"-INF\"", Framing.VALUES, DataTypes.DoubleType))
        .containsExactly("NaN", "Infinity", "-Infinity", "NaN", "-Infinity");
  }

  @Test
  void anAnswerOfAnotherTypeIsAProblemAndTheNextIsReadAllTheSame() throws IOException {
    DataType type = PredictionSchema.fromDdl("label STRING, scores ARRAY<DOUBLE>");
    assertThat(
            Answers.read(
                "{\"scores\":[1,{\"secret\":[2]},3],\"label\":\"x\"} [[7]] {\"label\":\"y\"}",
                Framing.VALUES,
                type))
        .containsExactly(
            "! $.scores[1]: expected double, found an object",
            "! expected an object, found an array",
            "[y,null]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint     | 1.0                     | expected bigint, found a number with a fraction",
        "bigint     | 9223372036854775808     | expected bigint, found an integer out of its range",
        "tinyint    | 200                     | expected tinyint, found an integer out of its range",
        "int        | \"7\"                   | expected int, found a string",
        "double     | \"0.5\"                 | expected double, found a string",
        "boolean    | 1                       | expected boolean, found an integer",
        "date       | \"tomorrow\"            | expected a date, found another string",
        "timestamp  | true                    | expected a timestamp, found a boolean",
        "binary     | \"*\"                   | expected base64, found another string",
        "decimal(3,1) | 100                   | expected DECIMAL(3,1), found a number out of its range",
        "decimal(3,1) | 1e1000000000          | expected DECIMAL(3,1), found a number out of its range",
        "decimal(38,18) | \"1e999999999\"     | expected DECIMAL(38,18), found a number out of its range",
        "array<float> | [1,2,\"x\"]           | $[2]: expected float, found a string",
        "array<float> | [1,null,\"x\"]        | $[2]: expected float, found a string",
        "array<int> | [1,[2]]                 | $[1]: expected int, found an array",
        "map<string,int> | {\"secret\":[]}    | ${}: expected int, found an array",
        "struct<a:struct<b:int>> | {\"a\":{\"b\":{}}} | $.a.b: expected int, found an object",
      })
  void aProblemSaysWhereAndWhatWasExpected(String ddl, String answer, String problem)
      throws IOException {
    DataType type = PredictionSchema.fromDdl(ddl);
    assertThat(Answers.read(answer + " null", Framing.VALUES, type))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("! " + problem),
            second -> assertThat(second).isEqualTo("null"));
  }

  @Test
  void unknownFieldsArePassedOverAndMissingOnesAreNull() throws IOException {
    DataType type = PredictionSchema.fromDdl("a INT, b INT");
    assertThat(Answers.read("{\"x\":{\"a\":[1]},\"b\":1,\"b\":2} {}", Framing.VALUES, type))
        .containsExactly("[null,2]", "[null,null]");
  }

  @Test
  void aStringTakesAnyValueAsItsTextDigitForDigit() throws IOException {
    assertThat(
            Answers.read(
                "1.10 1e400 true [1.50, {\"a\" : null, \"b\":\"\\u00e9\\n\"}, [ ], { }, [NaN, [0]]]",
                Framing.VALUES,
                STRING))
        .containsExactly(
            "1.10", "1e400", "true", "[1.50,{\"a\":null,\"b\":\"é\\n\"},[],{},[\"NaN\",[0]]]");
  }

  @Test
  void numbersFillAnArrayOfPrimitivesUntilANullIsMet() throws IOException {
    DataType floats = PredictionSchema.fromDdl("array<float>");
    String file = "[0.1,2,\"NaN\",1e-50] [] [0.1,null,\"Infinity\"] null [5]";
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file),
            new AnswerContract(AnswerFormat.JSON, false, true, null, null),
            Framing.VALUES,
            floats)) {
      reader.next();
      UnsafeArrayData first = (UnsafeArrayData) reader.value();
      assertThat(first.toFloatArray()).containsExactly(0.1f, 2f, Float.NaN, 0f);
      reader.next();
      assertThat(((ArrayData) reader.value()).numElements()).isZero();
      reader.next();
      ArrayData third = (ArrayData) reader.value();
      assertThat(third.isNullAt(1)).isTrue();
      assertThat(third.getFloat(0)).isEqualTo(0.1f);
      assertThat(third.getFloat(2)).isEqualTo(Float.POSITIVE_INFINITY);
      reader.next();
      assertThat(reader.value()).isNull();
      reader.next();
      assertThat(((ArrayData) reader.value()).toFloatArray()).containsExactly(5f);
      assertThat(first.toFloatArray()).containsExactly(0.1f, 2f, Float.NaN, 0f);
    }
  }

  @Test
  void amongLinesOneThatIsNotJsonIsTheOnlyProblem() throws IOException {
    assertThat(Answers.read("1\nError: secret\n\n2 3\n{\n4", Framing.LINES, LONG))
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("1"),
            two -> assertThat(two).startsWith("! ").doesNotContain("secret").contains("not JSON"),
            three -> assertThat(three).contains("more than one JSON value"),
            four -> assertThat(four).startsWith("! "),
            five -> assertThat(five).isEqualTo("4"));
  }

  @Test
  void aLineOfTextIsAnAnswerAndSoIsABlankOne() throws IOException {
    assertThat(Answers.read("\ufeffcat\r\n\n dog \nbird", AnswerFormat.TEXT, Framing.LINES, STRING))
        .containsExactly("cat", "", " dog ", "bird");
    assertThat(Answers.read("cat\n", AnswerFormat.TEXT, Framing.LINES, STRING))
        .containsExactly("cat");
    assertThat(Answers.read("\n", AnswerFormat.TEXT, Framing.LINES, STRING)).containsExactly("");
  }

  @Test
  void linesMayBeLongerThanTheBuffer() throws IOException {
    String longLine = "x".repeat(300_000);
    assertThat(
            Answers.read(
                "a\r\n" + longLine + "\r\n" + longLine, AnswerFormat.TEXT, Framing.LINES, STRING))
        .containsExactly("a", longLine, longLine);
  }

  @Test
  void textAnswersAreStrings() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> Answers.read("1", AnswerFormat.TEXT, Framing.LINES, LONG))
        .withMessageContaining("'resultFormat' to json");
  }

  @Test
  void aJoinedAnswerNamesItsRow() throws IOException {
    String file =
        """
        {"SageMakerOutput":[1],"row":"0"}
        {"SageMakerInferenceId":{"row":"8"},"row":"4","SageMakerOutput":[[{}]]}
        {"SageMakerOutput":{"a":[{}]},"row":"5"}
        {"row":"6"}
        {"row":"no","SageMakerOutput":[2]}
        {"row":7,"SageMakerOutput":null}
        """;
    DataType type = PredictionSchema.fromDdl("array<bigint>");
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file),
            new AnswerContract(AnswerFormat.JSON, true, true, null, null),
            Framing.VALUES,
            type)) {
      assertJoined(reader, 0, null);
      assertThat(((ArrayData) reader.value()).getLong(0)).isEqualTo(1);
      assertJoined(reader, 4, "$[0]: expected bigint, found an array");
      assertJoined(reader, 5, "expected an array, found an object");
      assertJoined(reader, 6, "the object has no 'SageMakerOutput'");
      assertJoined(reader, -1, "the object has no 'row'");
      assertJoined(reader, 7, null);
      assertThat(reader.value()).isNull();
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void anAnswerThatIsSkippedCountsAndIsNotDecoded() throws IOException {
    String file =
        "{\"row\":\"3\",\"SageMakerOutput\":[\"x\"]}{\"row\":\"4\",\"SageMakerOutput\":1}";
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file),
            new AnswerContract(AnswerFormat.JSON, true, true, null, null),
            Framing.VALUES,
            LONG)) {
      assertThat(reader.skip()).isTrue();
      assertThat(reader.problem()).isNull();
      assertThat(reader.rowId()).isEqualTo(3);
      assertJoined(reader, 4, null);
      assertThat(reader.value()).isEqualTo(1L);
      assertThat(reader.skip()).isFalse();
    }
  }

  @Test
  void oneUnusualValueCostsNoFile() throws IOException {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    String wide = "\"" + "x".repeat(21_000_000) + "\"";
    String precise = "0." + "1".repeat(5000);
    DataType type = PredictionSchema.fromDdl("label STRING, score DOUBLE, nested STRING");
    String file =
        "{\"nested\":%1$s,\"other\":%1$s,\"label\":%2$s,\"score\":%3$s}{\"score\":1}"
            .formatted(deep, wide, precise);
    try (AnswerReader reader =
        AnswerReader.open(
            Answers.stream(file),
            new AnswerContract(AnswerFormat.JSON, false, true, null, null),
            Framing.VALUES,
            type)) {
      assertThat(reader.next()).isTrue();
      InternalRow row = (InternalRow) reader.value();
      assertThat(row.getUTF8String(0).numBytes()).isEqualTo(21_000_000);
      assertThat(row.getDouble(1)).isEqualTo(1.0 / 9);
      assertThat(row.getUTF8String(2)).hasToString(deep);
      assertThat(reader.next()).isTrue();
    }
  }

  @Test
  void aFileThatIsNotJsonIsRefusedWithoutQuotingIt() {
    assertThatIOException()
        .isThrownBy(() -> Answers.read("[1]\nsecret", Framing.VALUES, STRING))
        .withMessageNotContaining("secret")
        .withNoCause();
  }

  private static void assertJoined(AnswerReader reader, long rowId, String problem)
      throws IOException {
    assertThat(reader.next()).isTrue();
    assertThat(reader.rowId()).isEqualTo(rowId);
    assertThat(reader.problem()).isEqualTo(problem);
  }
}
