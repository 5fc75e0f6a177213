package dev.batchtransform.spark.internal.record.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.internal.record.answer.AnswerShapes;
import dev.batchtransform.spark.internal.record.answer.Answers;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.record.encode.LocalSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

class PredictionSchemaTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void typesAreInferredAsSparkReadsJson(@ForAll("objects") List<Map<String, Object>> objects) {
    List<String> lines = objects.stream().map(PredictionSchemaTest::json).toList();
    StructType expected =
        LocalSpark.session()
            .read()
            .json(LocalSpark.session().createDataset(lines, Encoders.STRING()))
            .schema();
    assertThat(AnswerShapes.of(lines).type()).isEqualTo(expected);
  }

  @Property(tries = 300)
  void everyAnswerIsReadWithTheTypeInferredFromAll(
      @ForAll("values") Object a, @ForAll("values") Object b) throws IOException {
    DataType type = AnswerShapes.of(List.of(json(a), json(b))).type();
    assertThat(Answers.read(json(a) + "\n" + json(b), Framing.VALUES, type))
        .hasSize(2)
        .noneMatch(answer -> answer.startsWith("! "));
  }

  @Example
  void aTypeOfAnOlderVersionIsFinishedWhereItIsUsed() {
    DataType nothing = DataTypes.NullType;
    StructType inner = new StructType().add("d", new StructType()).add("e", nothing);
    StructType unfinished =
        new StructType()
            .add("a", nothing)
            .add("b", DataTypes.createArrayType(nothing))
            .add("c", inner);
    DataType finished =
        PredictionSchema.fromDdl("a STRING, b ARRAY<STRING>, c STRUCT<d: STRING, e: STRING>");
    assertThat(PredictionSchema.finish(unfinished)).isEqualTo(finished);
    assertThat(PredictionSchema.finish(finished)).isEqualTo(finished);
  }

  @Example
  void ddlNamesATypeOrTheFieldsOfAStruct() {
    StructType labelAndScore =
        new StructType().add("label", DataTypes.StringType).add("score", DataTypes.DoubleType);
    assertThat(PredictionSchema.fromDdl("array<float>"))
        .isEqualTo(DataTypes.createArrayType(DataTypes.FloatType));
    assertThat(PredictionSchema.fromDdl("double")).isEqualTo(DataTypes.DoubleType);
    assertThat(PredictionSchema.fromDdl("struct<label:string,score:double>"))
        .isEqualTo(labelAndScore);
    assertThat(PredictionSchema.fromDdl("label STRING NOT NULL, score DOUBLE"))
        .isEqualTo(labelAndScore);
  }

  @Example
  void ddlThatIsNoTypeOrCannotBeReadIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PredictionSchema.fromDdl("array<flaot>"))
        .withMessageStartingWith("Cannot understand the schema 'array<flaot>'.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PredictionSchema.fromDdl("a INTERVAL"))
        .withMessageStartingWith("Cannot read answers as INTERVAL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PredictionSchema.fromDdl("map<int, string>"))
        .withMessageContaining("MAP<INT, STRING>");
  }

  @Provide
  Arbitrary<Object> values() {
    return values(3);
  }

  @Provide
  Arbitrary<List<Map<String, Object>>> objects() {
    return objects(2).list().ofMinSize(1).ofMaxSize(8);
  }

  private static Arbitrary<Map<String, Object>> objects(int depth) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c d", "É"), values(depth))
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            Arbitraries.of(true, false).map(value -> value),
            Arbitraries.longs().map(value -> value),
            Arbitraries.doubles().between(-1e9, 1e9).map(value -> value),
            Arbitraries.of("x", "1", "NaN").map(value -> value));
    if (depth == 0) {
      return scalar.injectNull(0.2);
    }
    return Arbitraries.oneOf(
            scalar,
            values(depth - 1).list().ofMaxSize(3).map(value -> value),
            objects(depth - 1).map(value -> value))
        .injectNull(0.1);
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
