package dev.batchtransform.spark.internal.record.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.record.value.PredictionSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

class AnswerShapeTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Property(tries = 300)
  void neitherOrderNorFilesNorWavesChangeTheType(
      @ForAll("answers") List<Object> answers, @ForAll Random random) {
    List<String> lines = new ArrayList<>(answers.stream().map(AnswerShapeTest::json).toList());
    AnswerShape one = AnswerShapes.of(lines);
    Collections.shuffle(lines, random);
    AnswerShape other = inFiles(lines, random);
    assertThat(other.type()).isEqualTo(one.type());
    assertThat(other.isUniform()).isEqualTo(one.isUniform());
    assertThat(other.hasNamesThatAreData()).isEqualTo(one.hasNamesThatAreData());
  }

  @Property(tries = 300)
  void atMostATenthOfTheAnswersDoNotFitBecauseOfOnePlace(
      @ForAll("answersAtOnePlace") List<Object> answers) throws IOException {
    List<String> lines = answers.stream().map(AnswerShapeTest::json).toList();
    AnswerShape shape = AnswerShapes.of(lines);
    List<String> odd = unreadable(lines, shape.type());
    assertThat(odd.size() * 10).isLessThanOrEqualTo(lines.size());
    if (shape.isUniform()) {
      assertThat(odd).isEmpty();
    }
  }

  @Example
  void oneErrorObjectAmongVectorsLeavesThemVectors() throws IOException {
    List<String> lines = new ArrayList<>(Collections.nCopies(999, "[0.5,0.25]"));
    lines.add(7, "{\"error\":\"too long\"}");
    AnswerShape shape = AnswerShapes.of(lines);
    assertThat(shape.type()).isEqualTo(PredictionSchema.fromDdl("array<double>"));
    assertThat(shape.isUniform()).isFalse();
    assertThat(unreadable(lines, shape.type()))
        .containsExactly("! expected an array, found an object");
  }

  @Example
  void whereAnswersDisagreeWithoutAMajorityTheyAreText() {
    List<String> lines = new ArrayList<>(Collections.nCopies(8, "[0.5]"));
    lines.addAll(List.of("{\"error\":1}", "\"no\""));
    AnswerShape shape = AnswerShapes.of(lines);
    assertThat(shape.type()).isEqualTo(DataTypes.StringType);
    assertThat(shape.isUniform()).isTrue();
  }

  @Example
  void anOddElementInEveryAnswerIsNoOddAnswer() {
    String vector = "[" + "0.5,".repeat(99) + "\"x\"]";
    AnswerShape shape = AnswerShapes.of(Collections.nCopies(20, vector));
    assertThat(shape.type()).isEqualTo(PredictionSchema.fromDdl("array<string>"));
  }

  @Example
  void whatIsAlwaysEmptyIsTextUntilALaterAnswerSaysMore() {
    AnswerShape shape = AnswerShapes.of("{\"a\":null,\"b\":[],\"c\":{},\"d\":\"\"}");
    assertThat(shape.type())
        .isEqualTo(PredictionSchema.fromDdl("a STRING, b ARRAY<STRING>, c STRING, d STRING"));
    shape.add(AnswerShapes.of("{\"a\":{\"x\":1},\"b\":[2],\"c\":{\"y\":true},\"d\":null}"));
    assertThat(shape.type())
        .isEqualTo(
            PredictionSchema.fromDdl(
                "a STRUCT<x: BIGINT>, b ARRAY<BIGINT>, c STRUCT<y: BOOLEAN>, d STRING"));
    assertThat(AnswerShapes.of("{}").type()).isEqualTo(DataTypes.StringType);
    assertThat(new AnswerShape().type()).isEqualTo(DataTypes.StringType);
  }

  @Example
  void integersBeyondALongMakeADouble() {
    assertThat(AnswerShapes.of("9223372036854775807").type()).isEqualTo(DataTypes.LongType);
    assertThat(AnswerShapes.of("-9223372036854775808").type()).isEqualTo(DataTypes.LongType);
    assertThat(AnswerShapes.of("9223372036854775808").type()).isEqualTo(DataTypes.DoubleType);
    assertThat(AnswerShapes.of("NaN").type()).isEqualTo(DataTypes.DoubleType);
  }

  @Example
  void whatIsNestedBeyondReasonIsText() {
    AnswerShape shape = AnswerShapes.of("[".repeat(3000) + "]".repeat(3000));
    DataType type = shape.type();
    assertThat(DataType.fromJson(type.json())).isEqualTo(type);
    assertThat(AnswerShape.fromJson(shape.toJson()).type()).isEqualTo(type);
  }

  @Example
  void namesThatAreDataMakeAMapAndNoNameIsKept() {
    AnswerShape shape = new AnswerShape();
    int most = 0;
    for (int id = 0; id < 32_000; id++) {
      shape.add(AnswerShapes.of("{\"scores\":{\"user_" + id + "\":0.5},\"model\":\"m\"}"));
      most = Math.max(most, shape.places());
    }
    assertThat(shape.type())
        .isEqualTo(PredictionSchema.fromDdl("model STRING, scores MAP<STRING, DOUBLE>"));
    assertThat(most).isLessThan(2 * AnswerShape.MOST_NAMES);
    assertThat(shape.places()).isLessThan(10);
    assertThat(shape.hasNamesThatAreData()).isTrue();
    assertThat(shape.toJson()).hasSizeLessThan(200);
  }

  @Example
  void valuesOfDifferentKindsUnderNamesThatAreDataAreText() {
    AnswerShape shape = new AnswerShape();
    IntStream.range(0, 2_000).forEach(id -> shape.add(AnswerShapes.of("{\"k" + id + "\":1}")));
    assertThat(shape.type()).isEqualTo(PredictionSchema.fromDdl("map<string, bigint>"));
    shape.add(AnswerShapes.of("{\"k\":[1]}"));
    assertThat(shape.type()).isEqualTo(PredictionSchema.fromDdl("map<string, string>"));
  }

  @Example
  void aShapeStaysSmallHoweverTheNamesAreNested() {
    AnswerShape shape = new AnswerShape();
    for (int outer = 0; outer < 900; outer++) {
      StringBuilder inner = new StringBuilder();
      IntStream.range(0, 100).forEach(id -> inner.append(",\"k").append(id).append("\":1"));
      shape.add(AnswerShapes.of("{\"o" + outer + "\":{" + inner.substring(1) + "}}"));
    }
    assertThat(shape.type()).isEqualTo(DataTypes.StringType);
    assertThat(shape.hasNamesThatAreData()).isTrue();
    assertThat(shape.places()).isEqualTo(1);
  }

  @Example
  void aTypeWithoutItsShapeWeighsAsManyAnswersAsItIsOf() {
    AnswerShape shape =
        AnswerShape.of(PredictionSchema.fromDdl("label STRING, scores ARRAY<DOUBLE>"), 100);
    shape.add(AnswerShapes.of("[1]"));
    assertThat(shape.type())
        .isEqualTo(PredictionSchema.fromDdl("label STRING, scores ARRAY<DOUBLE>"));
    assertThat(shape.isUniform()).isFalse();
  }

  @Provide
  Arbitrary<List<Object>> answers() {
    return Arbitraries.oneOf(values(3), withManyNames()).list().ofMinSize(1).ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Object>> answersAtOnePlace() {
    Arbitrary<Object> common = Arbitraries.of(1L, 0.5, -7L);
    Arbitrary<Object> odd = Arbitraries.of("x", true, List.of(1), Map.of("a", 1));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(15, common), net.jqwik.api.Tuple.of(1, odd))
        .injectNull(0.05)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> scalar = Arbitraries.of(true, 1L, 0.5, "x");
    if (depth == 0) {
      return scalar.injectNull(0.2);
    }
    return Arbitraries.oneOf(
            scalar,
            values(depth - 1).list().ofMaxSize(3).map(value -> value),
            Arbitraries.maps(Arbitraries.of("a", "b", "c"), values(depth - 1))
                .ofMaxSize(3)
                .map(value -> value))
        .injectNull(0.1);
  }

  /** Objects that together have more names than one may have, though each alone has fewer. */
  private static Arbitrary<Object> withManyNames() {
    return Arbitraries.integers()
        .between(0, 1_500)
        .flatMap(
            first ->
                Arbitraries.of(1L, "x", List.of(0.5))
                    .map(
                        value ->
                            IntStream.range(first, first + 600)
                                .boxed()
                                .collect(
                                    java.util.stream.Collectors.toMap(
                                        id -> "k" + id, id -> value))));
  }

  private static AnswerShape inFiles(List<String> lines, Random random) {
    AnswerShape all = new AnswerShape();
    int begin = 0;
    while (begin < lines.size()) {
      int end = begin + 1 + random.nextInt(lines.size() - begin);
      AnswerShape file = AnswerShapes.of(lines.subList(begin, end));
      all.add(AnswerShape.fromJson(file.toJson()));
      begin = end;
    }
    return AnswerShape.fromJson(all.toJson());
  }

  private static List<String> unreadable(List<String> lines, DataType type) throws IOException {
    return Answers.read(String.join("\n", lines), Framing.LINES, type).stream()
        .filter(answer -> answer.startsWith("! "))
        .toList();
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
