package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.TransformException;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A container of each family, which reads its request and answers as such containers do: the number
 * twice. The user names the family, and sees the number.
 */
@ExtendWith(SandboxExtension.class)
class ContainerFamiliesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ROWS = 120;

  /** A request in which the container finds nothing to answer. */
  private static final long BAD = 7;

  private final Sandbox sandbox;
  private final String path;

  ContainerFamiliesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  /** What a container of the family makes of a request. */
  private enum Family {
    INSTANCES("instances", "application/json", "{\"predictions\":[%s]}"),
    DATAFRAME_SPLIT("dataframe_split", "application/json", "{\n  \"predictions\": [%s]\n}"),
    HUGGINGFACE("huggingface", "application/json", "%s"),
    TRITON(
        "triton",
        "application/json",
        "{\"model_name\":\"m\",\"outputs\":[{\"name\":\"y\",\"shape\":[1,1],\"datatype\":\"FP64\",\"data\":[%s]}]}"),
    CSV("csv", "text/csv", "%s\n");

    private final String option;
    private final String mediaType;
    private final String answer;

    Family(String option, String mediaType, String answer) {
      this.option = option;
      this.mediaType = mediaType;
      this.answer = answer;
    }

    String answer(String body) {
      double number = number(input(parse(body)));
      return number == BAD ? "{\"error\": \"no\"}" : answer.formatted(2 * number);
    }

    private JsonNode input(JsonNode request) {
      return switch (this) {
        case INSTANCES -> request.at("/instances/0/x");
        case DATAFRAME_SPLIT -> {
          JsonNode table = request.get("dataframe_split");
          assertThat(table.get("columns").toString()).isEqualTo("[\"x\"]");
          yield table.at("/data/0/0");
        }
        case HUGGINGFACE -> request.get("inputs");
        case TRITON -> request.at("/inputs/0/data/0");
        case CSV -> request;
      };
    }
  }

  static Stream<Arguments> familiesAndExecutors() {
    return Stream.of(Family.values())
        .flatMap(
            family ->
                Stream.of("batch-transform", "local")
                    .map(executor -> Arguments.of(family, executor)));
  }

  @ParameterizedTest
  @MethodSource("familiesAndExecutors")
  void theUserNamesTheFamilyAndSeesTheNumber(Family family, String executor) {
    try (ModelContainer container = ModelContainer.of(family::answer)) {
      Dataset<Row> scored = score(container, family, executor, Map.of());

      String number = family == Family.TRITON ? "prediction.outputs[0].data[0]" : "prediction";
      assertThat(scored.filter(number + " = 2 * s.x").count()).isEqualTo(ROWS - 1);
      assertThat(scored.filter("id = " + BAD).selectExpr("prediction_error.code").first().get(0))
          .isEqualTo(family == Family.TRITON ? null : "UNPARSEABLE");
      assertThat(container.requests())
          .allMatch(request -> request.contentType().equals(family.mediaType))
          .allMatch(request -> request.accept().equals(family.mediaType));
      assertThat(attach().verify().holds()).isTrue();
    }
  }

  @Test
  void aPathThatFindsNothingIsSaidAndCuredByAnotherForNothing() {
    Map<String, String> wrong = Map.of("answerPath", "$.outputs[0]");
    try (ModelContainer container = ModelContainer.of(Family.INSTANCES::answer)) {
      assertThatThrownBy(() -> score(container, Family.INSTANCES, "batch-transform", wrong))
          .isInstanceOf(TransformException.class)
          .hasMessageContaining("the option 'answerPath' finds no $.outputs[0] in the answer")
          .hasMessageContaining(".option(\"answerPath\", \"$\")");
      int paid = container.requests().size();

      assertThat(read(Map.of("answerPath", "$.predictions[0]", "resultSchema", "DOUBLE")))
          .satisfies(
              again ->
                  assertThat(again.filter("prediction = 2 * s.x").count()).isEqualTo(ROWS - 1));
      assertThat(read(Map.of("answerPath", "$")).filter("prediction LIKE '%predictions%'").count())
          .isEqualTo(ROWS - 1);
      assertThat(container.requests()).hasSize(paid);
    }
  }

  @Test
  void whatWasScoredWholeIsReadAtAPathWithTheTypeThatItHasThere() {
    try (ModelContainer container = ModelContainer.of(Family.INSTANCES::answer)) {
      score(container, Family.INSTANCES, "local", Map.of("answerPath", "$"));

      Dataset<Row> again = read(Map.of("answerPath", "$.predictions[0]"));

      assertThat(again.schema().apply("prediction").dataType().sql()).isEqualTo("DOUBLE");
      assertThat(again.filter("prediction = 2 * s.x").count()).isEqualTo(ROWS - 1);
      assertThat(again.filter("prediction_error.code = 'UNPARSEABLE'").count()).isEqualTo(1);
    }
  }

  @Test
  void linesOfCsvAreTypedByTheSchemaAndAnOddOneCostsItsOwnRow() {
    try (ModelContainer container =
        ModelContainer.ofRecords(
            line -> line.equals("7.0") ? "only one" : "\"cl,ass\"," + line + ",true")) {
      Dataset<Row> scored =
          score(
              container,
              Family.CSV,
              "batch-transform",
              Map.of(
                  "resultFormat", "csv",
                  "batchStrategy", "MultiRecord",
                  "resultSchema", "label STRING, score DOUBLE, ok BOOLEAN"));

      assertThat(
              scored
                  .filter(
                      "prediction.label = 'cl,ass' AND prediction.score = s.x AND prediction.ok")
                  .count())
          .isEqualTo(ROWS - 1);
      Row failed = scored.filter("prediction_error IS NOT NULL").first();
      assertThat(failed.getLong(0)).isEqualTo(BAD);
      assertThat(failed.<Row>getAs("prediction_error").<String>getAs("message"))
          .isEqualTo("expected 3 fields of csv, found 1");
      assertThat(attach().verify().holds()).isTrue();
      // Nothing is sent again for another reading of it.
      int paid = container.requests().size();
      assertThat(read(Map.of("resultFormat", "text")).filter("prediction LIKE '%,true'").count())
          .isEqualTo(ROWS - 1);
      assertThat(container.requests()).hasSize(paid);
    }
  }

  @Test
  void answersOfCsvThatWereTakenForJsonAreReadAgain() {
    try (ModelContainer container = ModelContainer.ofRecords(line -> line + ",1.5")) {
      assertThatThrownBy(() -> score(container, Family.CSV, "local", Map.of()))
          .hasMessageContaining("resultFormat");

      assertThat(
              read(Map.of("resultFormat", "csv", "resultSchema", "array<double>"))
                  .filter("prediction[0] = s.x AND prediction[1] = 1.5")
                  .count())
          .isEqualTo(ROWS);
    }
  }

  @Test
  void theFamilyIsPartOfWhatARunIs() {
    try (ModelContainer container = ModelContainer.of(Family.INSTANCES::answer)) {
      score(container, Family.INSTANCES, "local", Map.of());

      assertThatThrownBy(() -> score(container, Family.DATAFRAME_SPLIT, "local", Map.of()))
          .hasMessageContaining("recordFormat");
      assertThatThrownBy(
              () -> score(container, Family.INSTANCES, "local", Map.of("inputColumns", "id as x")))
          .hasMessageContaining("inputColumns");
    }
  }

  private Dataset<Row> score(
      ModelContainer container, Family family, String executor, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("stagingPath", path);
    options.put("runId", "r");
    options.put("executor", executor);
    options.put("localModel", container.endpoint().toString());
    options.put("recordFormat", family.option);
    options.put("inputColumns", "s.x");
    options.putAll(more);
    return BatchTransform.on(
            sandbox
                .spark()
                .range(ROWS)
                .selectExpr("id", "named_struct('x', CAST(id AS DOUBLE), 'y', 'unsent') AS s"))
        .options(sandbox.options(sandbox.createModel(container)))
        .options(options)
        .score();
  }

  private Dataset<Row> read(Map<String, String> options) {
    return sandbox
        .spark()
        .read()
        .format("sagemaker")
        .option("runId", "r")
        .options(options)
        .load(path);
  }

  private TransformRun attach() {
    return BatchTransform.attach(sandbox.spark(), path, "r");
  }

  private static double number(JsonNode node) {
    assertThat(node.isNumber()).isTrue();
    return node.doubleValue();
  }

  private static JsonNode parse(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
