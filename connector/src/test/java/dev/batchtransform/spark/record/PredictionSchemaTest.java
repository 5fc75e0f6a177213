package dev.batchtransform.spark.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
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
  void typesAreInferredAsSparkReadsJson(@ForAll("objects") List<Map<String, Object>> objects)
      throws IOException {
    List<String> lines = objects.stream().map(PredictionSchemaTest::json).toList();
    DataType inferred = DataTypes.NullType;
    for (String line : lines) {
      inferred = PredictionSchema.merge(inferred, typeOf(line));
    }
    StructType expected =
        LocalSpark.session()
            .read()
            .json(LocalSpark.session().createDataset(lines, Encoders.STRING()))
            .schema();
    assertThat(PredictionSchema.finish(inferred)).isEqualTo(expected);
  }

  @Example
  void whatIsAlwaysEmptyIsText() throws IOException {
    DataType type = typeOf("{\"a\":null,\"b\":[],\"c\":{},\"d\":\"\"}");
    assertThat(PredictionSchema.finish(type))
        .isEqualTo(PredictionSchema.fromDdl("a STRING, b ARRAY<STRING>, c STRING, d STRING"));
    assertThat(PredictionSchema.finish(typeOf("{}"))).isEqualTo(DataTypes.StringType);
  }

  @Property(tries = 300)
  void theOrderOfFilesDoesNotMatter(
      @ForAll("values") Object a, @ForAll("values") Object b, @ForAll("values") Object c)
      throws IOException {
    DataType one = typeOf(json(a));
    DataType two = typeOf(json(b));
    DataType three = typeOf(json(c));
    assertThat(PredictionSchema.merge(one, two)).isEqualTo(PredictionSchema.merge(two, one));
    assertThat(PredictionSchema.merge(PredictionSchema.merge(one, two), three))
        .isEqualTo(PredictionSchema.merge(one, PredictionSchema.merge(two, three)));
    assertThat(PredictionSchema.merge(one, one)).isEqualTo(one);
  }

  @Property(tries = 300)
  void everyAnswerIsReadWithTheTypeInferredFromAll(
      @ForAll("values") Object a, @ForAll("values") Object b) throws IOException {
    DataType type =
        PredictionSchema.finish(PredictionSchema.merge(typeOf(json(a)), typeOf(json(b))));
    assertThat(Answers.read(json(a) + "\n" + json(b), Framing.VALUES, type))
        .hasSize(2)
        .noneMatch(answer -> answer.startsWith("! "));
  }

  @Example
  void integersBeyondALongMakeADouble() throws IOException {
    assertThat(typeOf("9223372036854775807")).isEqualTo(DataTypes.LongType);
    assertThat(typeOf("-9223372036854775808")).isEqualTo(DataTypes.LongType);
    assertThat(typeOf("9223372036854775808")).isEqualTo(DataTypes.DoubleType);
    assertThat(typeOf("NaN")).isEqualTo(DataTypes.DoubleType);
  }

  @Example
  void whatIsNestedBeyondReasonIsText() throws IOException {
    DataType type = typeOf("[".repeat(3000) + "]".repeat(3000));
    assertThat(DataType.fromJson(type.json())).isEqualTo(type);
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

  @Example
  void aColumnThatIsThereAlreadyClashes() {
    StructType carried = StructType.fromDDL("id INT, Prediction STRING");
    assertThat(PredictionSchema.clash(carried, "prediction_error", "prediction"))
        .contains("prediction");
    assertThat(PredictionSchema.clash(carried, "score")).isEmpty();
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

  private static DataType typeOf(String json) throws IOException {
    try (JsonParser parser = JsonInput.LENIENT.createParser(Answers.stream(json))) {
      parser.nextToken();
      return TypeInference.typeOf(parser);
    }
  }
}
