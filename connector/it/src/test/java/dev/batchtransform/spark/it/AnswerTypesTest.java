package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is paid for can be read, whatever the answers look like, and one odd answer is one row. */
@ExtendWith(SandboxExtension.class)
class AnswerTypesTest {

  private final Sandbox sandbox;
  private final String path;

  AnswerTypesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @Test
  void aStoppedRunWhoseAnswersHoldNullsIsReadAndVerified() {
    try (ModelContainer model =
        model(id -> "{\"id\":%d,\"error\":null,\"tags\":[]}".formatted(id))) {
      sandbox.sageMaker().fault(Fault.stop(2));
      assertThatThrownBy(
              () ->
                  BatchTransform.on(Frames.numbers(sandbox.spark(), 100))
                      .options(sandbox.options(sandbox.createModel(model)))
                      .option("stagingPath", path)
                      .option("runId", "r")
                      .score())
          .hasMessageContaining("was stopped");

      Dataset<Row> partly = read().load(path);
      assertThat(partly.filter("prediction.id = id OR prediction IS NULL").count()).isEqualTo(100);
      assertThat(partly.filter("prediction IS NOT NULL").count()).isPositive();
      assertThat(attach().verify().summary()).contains("(STOPPED) holds: 100 rows");
    }
  }

  @Test
  void whatWasAlwaysNullCanStillBecomeAnythingWhenFailedRowsAreSentAgain() {
    AtomicBoolean fixed = new AtomicBoolean();
    try (ModelContainer model =
        model(id -> id == 7 ? "{\"box\":{\"x\":1}}" : "{\"box\":null}")
            .failWhen(request -> !fixed.get() && Models.id(request.body()) == 7, 400, "no")) {
      assertThat(typeOf(score(model, 50, Map.of()))).isEqualTo("struct<box:string>");

      fixed.set(true);
      Dataset<Row> again = attach().retryDeadLetters().result();

      assertThat(typeOf(again)).isEqualTo("struct<box:struct<x:bigint>>");
      assertThat(again.filter("prediction.box.x = 1").count()).isEqualTo(1);
      assertThat(again.filter("prediction_error IS NULL").count()).isEqualTo(50);
    }
  }

  @Test
  void oneErrorObjectAmongVectorsIsOneFailedRow() {
    try (ModelContainer model = model(id -> id == 7 ? "{\"error\":\"too long\"}" : "[0.5,0.25]")) {
      Dataset<Row> scored = score(model, 200, Map.of());

      assertThat(typeOf(scored)).isEqualTo("array<double>");
      assertThat(failed(scored)).isEqualTo("UNPARSEABLE: expected an array, found an object");
      assertThat(attach().status().failedRows()).isEqualTo(1);
      assertThat(attach().verify().summary()).contains("200 rows = 199 scored + 1 failed");
      assertThat(
              read()
                  .option("resultSchema", "string")
                  .load(path)
                  .filter("prediction IS NULL")
                  .count())
          .isZero();
    }
  }

  @Test
  void anErrorObjectWithoutAFieldOfTheSchemaIsOneFailedRow() {
    try (ModelContainer model =
        model(
            id ->
                switch ((int) id) {
                  case 7 -> "{\"error\":{\"msg\":\"too long\"}}";
                  case 8 -> "{}";
                  case 9 -> "{\"label\":null}";
                  default -> "{\"label\":\"a\",\"score\":0.5,\"took\":3}";
                })) {
      Dataset<Row> scored = score(model, 20, Map.of("resultSchema", "label STRING, score DOUBLE"));

      assertThat(failed(scored))
          .isEqualTo(
              "UNPARSEABLE: expected an object with a field of the result schema (label, score),"
                  + " found one with 1 field of other names");
      assertThat(attach().verify().summary()).contains("20 rows = 19 scored + 1 failed");
    }
  }

  @Test
  void aMisspeltFieldOfTheSchemaIsWarnedOfWhenTheRunEndsAndWhenItIsRead() {
    try (ModelContainer model = model(id -> "{\"label\":\"a\",\"score\":0.5}");
        Warnings warnings = Warnings.of("dev.batchtransform.spark")) {
      score(model, 20, Map.of("resultSchema", "label STRING, scoer DOUBLE"));
      assertThat(warnings.texts())
          .filteredOn(text -> text.contains("No answer has a value for 'scoer'"))
          .hasSize(2)
          .anyMatch(text -> text.contains("20 scored + 0 failed"));

      read().option("resultSchema", "label STRING, score DOUBLE").load(path);
      assertThat(warnings.texts()).filteredOn(text -> text.contains("No answer has")).hasSize(2);
    }
  }

  @Test
  void aMisspeltFieldIsWarnedOfWhereTheRunKnowsItsAnswersFields() {
    try (ModelContainer model = model(id -> "{\"label\":\"a\",\"score\":0.5}");
        Warnings warnings = Warnings.of("dev.batchtransform.spark")) {
      score(model, 20, Map.of());
      read().load(path);
      read().option("resultSchema", "label STRING").load(path);
      assertThat(warnings.texts()).noneMatch(text -> text.contains("No answer has"));

      read().option("resultSchema", "lable STRING, score DOUBLE").load(path);
      assertThat(warnings.texts()).anyMatch(text -> text.contains("for 'lable'"));
    }
  }

  @Test
  void answersWhoseKeysAreDataAreMaps() {
    try (ModelContainer model = model(id -> "{\"scores\":{\"user_%d\":0.5}}".formatted(id))) {
      Dataset<Row> scored = score(model, 1_500, Map.of());

      assertThat(typeOf(scored)).isEqualTo("struct<scores:map<string,double>>");
      assertThat(scored.filter("prediction.scores[concat('user_', id)] = 0.5").count())
          .isEqualTo(1_500);
    }
  }

  @Test
  void answersThatAreNoJsonAreReadAsTextWithoutBeingSentAgain() {
    try (ModelContainer model = model(id -> "0.25," + id)) {
      assertThatThrownBy(() -> score(model, 40, Map.of()))
          .hasMessageContaining("40 of 40 records have no answer")
          .hasMessageContaining("the answer is not JSON")
          .hasMessageContaining(".option(\"resultFormat\", \"text\")")
          .hasMessageNotContaining("retryDeadLetters");
      model.forgetRequests();

      Dataset<Row> text = read().option("resultFormat", "text").load(path);

      assertThat(
              text.filter("prediction = concat('0.25,', id) AND prediction_error IS NULL").count())
          .isEqualTo(40);
      assertThat(attach(Map.of("resultFormat", "text")).result().except(text).isEmpty()).isTrue();
      assertThat(model.requests()).isEmpty();
    }
  }

  @Test
  void answersThatSpanLinesAreReadAsStringsToo() {
    try (ModelContainer model = model(id -> "{\n\"id\":%d\n}".formatted(id))) {
      score(model, 20, Map.of());

      Dataset<Row> strings = read().option("resultSchema", "string").load(path);
      assertThat(strings.filter("prediction = concat('{\"id\":', id, '}')").count()).isEqualTo(20);
      // The local executor leaves each answer on a line of its own.
      Dataset<Row> lines = read().option("resultFormat", "text").load(path);
      assertThat(lines.filter("get_json_object(prediction, '$.id') = id").count()).isEqualTo(20);
    }
  }

  @Test
  void anotherSchemaIsGivenWhenAttaching() {
    try (ModelContainer model = model(id -> "{\"label\":\"a\",\"score\":%d}".formatted(id))) {
      score(model, 20, Map.of("resultSchema", "label STRING"));

      TransformRun run = attach(Map.of("resultSchema", "score DOUBLE"));

      assertThat(run.result().filter("prediction.score = id").count()).isEqualTo(20);
      assertThatThrownBy(run::retryDeadLetters).hasMessageContaining("would be paid for again");
      assertThatThrownBy(() -> attach(Map.of("inputColumns", "id")))
          .hasMessageContaining("Cannot use option 'inputColumns' to attach");
    }
  }

  private static ModelContainer model(LongFunction<String> answer) {
    return ModelContainer.ofRecords(record -> answer.apply(Models.id(record)));
  }

  private Dataset<Row> score(ModelContainer model, long rows, Map<String, String> more) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
        .option("executor", "local")
        .option("localModel", model.endpoint().toString())
        .option("stagingPath", path)
        .option("runId", "r")
        .options(more)
        .score();
  }

  private TransformRun attach() {
    return attach(Map.of());
  }

  private TransformRun attach(Map<String, String> options) {
    return BatchTransform.attach(sandbox.spark(), path, "r", options);
  }

  private DataFrameReader read() {
    return sandbox.spark().read().format("sagemaker").option("runId", "r");
  }

  private static String typeOf(Dataset<Row> scored) {
    return scored.schema().apply("prediction").dataType().simpleString();
  }

  /** Code and message of the one failed row. */
  private static String failed(Dataset<Row> scored) {
    return scored
        .filter("prediction_error IS NOT NULL")
        .selectExpr("concat(prediction_error.code, ': ', prediction_error.message)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .reduce("", (one, other) -> one + other);
  }
}
