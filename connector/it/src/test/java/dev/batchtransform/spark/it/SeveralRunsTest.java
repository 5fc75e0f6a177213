package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.exceptions.RunNotFoundException;
import dev.batchtransform.spark.it.LocalScoringTest.Tripling;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several runs in one read, and results that are scored again. */
@ExtendWith(SandboxExtension.class)
class SeveralRunsTest {
  private final Sandbox sandbox;
  private final String path;

  SeveralRunsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @Test
  void eachRowSaysWhichRunItIsOf() {
    score("nightly-1", "2026-11-01", numbers(3), Tripling.class);
    score("nightly-2", "2026-11-02", numbers(2), Tripling.class);
    score("other", "2026-11-02", numbers(1), Tripling.class);

    Dataset<Row> nights = read(Map.of("runId", "nightly-*"));

    assertThat(nights.columns())
        .containsExactly("id", "name", "prediction", "prediction_error", "run_id", "dt");
    assertThat(
            nights
                .selectExpr("run_id", "dt", "id", "prediction.tripled")
                .orderBy("run_id", "id")
                .collectAsList())
        .containsExactly(
            RowFactory.create("nightly-1", "2026-11-01", 0L, 0L),
            RowFactory.create("nightly-1", "2026-11-01", 1L, 3L),
            RowFactory.create("nightly-1", "2026-11-01", 2L, 6L),
            RowFactory.create("nightly-2", "2026-11-02", 0L, 0L),
            RowFactory.create("nightly-2", "2026-11-02", 1L, 3L));
    assertThat(nights.count()).isEqualTo(5);
    assertThat(read(Map.of("runId", "other,nightly-2")).count()).isEqualTo(3);
    assertThat(read(Map.of("table", "all")).count()).isEqualTo(6);
    assertThat(read(Map.of("runId", "other")).columns()).doesNotContain("run_id", "dt");
  }

  /** What Spark makes of the same rows when they do not come from here is the oracle. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dt = '2026-11-02'",
        "dt > '2026-11-01' AND run_id <> 'b'",
        "run_id LIKE 'a%' OR dt <= '2026-11-01'",
        "run_id IN ('a1', 'c')",
        "run_id NOT IN ('a1', 'c')",
        "run_id NOT IN ('a1', null)",
        "NOT (dt = '2026-11-02' OR run_id LIKE '%1')",
        "dt = '2026-11-02' AND id > 0",
        "dt = '2026-11-02' OR id > 1",
        "run_id IS NULL",
        "run_id IS NOT NULL AND prediction.tripled = 3",
        "dt < '2026-11-02' AND concat(run_id, dt) LIKE '%1%'",
        "run_id <=> 'b'",
        "contains(run_id, '1') AND dt >= '2026-11-02'",
        "dt BETWEEN '2026-11-02' AND '2026-11-09'",
      })
  void aFilterKeepsTheRowsThatItWouldKeepAnywhere(String filter) {
    score("a1", "2026-11-01", numbers(3), Tripling.class);
    score("a2", "2026-11-02", numbers(3), Tripling.class);
    score("b", "2026-11-02", numbers(2), Tripling.class);
    score("c", "2026-11-03", numbers(1), Tripling.class);
    Dataset<Row> all = read(Map.of("table", "all"));
    Dataset<Row> elsewhere = sandbox.spark().createDataFrame(all.collectAsList(), all.schema());

    assertThat(all.where(filter).orderBy("run_id", "id").collectAsList())
        .isEqualTo(elsewhere.where(filter).orderBy("run_id", "id").collectAsList());
    assertThat(all.where(filter).count()).isEqualTo(elsewhere.where(filter).count());
  }

  @Test
  void noFileOfARunThatAFilterLeavesOutIsOpened() {
    score("old", "2026-11-01", numbers(3), Tripling.class);
    score("new", "2026-11-02", numbers(2), Tripling.class);
    Dataset<Row> all = read(Map.of("table", "all"));
    StagingPaths.files(sandbox, path).stream()
        .filter(file -> file.contains("run_id=old") && !file.endsWith("_run.json"))
        .forEach(file -> StagingPaths.delete(sandbox, path + "/" + file));

    assertThat(all.where("dt > '2026-11-01'").select("prediction").collectAsList()).hasSize(2);
    assertThat(all.where("run_id = 'new'").collectAsList()).hasSize(2);
    assertThatThrownBy(() -> all.collectAsList()).hasMessageContaining("run_id=old");
  }

  @Test
  void aColumnThatARunDoesNotCarryIsNullAndAnswersShareAType() {
    score("a", "2026-11-01", numbers(2), Tripling.class);
    score("b", "2026-11-02", numbers(2).selectExpr("id", "id * 2 AS twice"), Halving.class);

    Dataset<Row> both = read(Map.of("runId", "a,b"));

    assertThat(both.selectExpr("name IS NULL", "twice").where("run_id = 'b'").collectAsList())
        .containsOnly(RowFactory.create(true, 0L), RowFactory.create(true, 2L));
    assertThat(both.select("name").where("run_id = 'a' AND name IS NULL").count()).isZero();
    assertThat(
            both.selectExpr("run_id", "id", "prediction.tripled", "prediction.half")
                .orderBy("run_id", "id")
                .collectAsList())
        .containsExactly(
            RowFactory.create("a", 0L, 0L, null),
            RowFactory.create("a", 1L, 3L, null),
            RowFactory.create("b", 0L, null, 0.0),
            RowFactory.create("b", 1L, null, 0.5));
  }

  @Test
  void columnsOfOneNameAndTwoTypesAreNotReadTogether() {
    score("a", "2026-11-01", numbers(2), Tripling.class);
    score("b", "2026-11-02", numbers(2).selectExpr("id", "id AS name"), Tripling.class);

    assertThatThrownBy(() -> read(Map.of("table", "all")))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContainingAll("'name'", "STRING", "BIGINT", "'a'", "'b'");
  }

  @Test
  void aColumnOfTheRunsOwnNameIsNotHidden() {
    score("a", "2026-11-01", numbers(2).selectExpr("id", "'mine' AS dt"), Tripling.class);

    assertThat(read(Map.of("runId", "a")).where("dt = 'mine'").count()).isEqualTo(2);
    assertThatThrownBy(() -> read(Map.of("table", "all")))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("'dt'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runId | a,missing | no run 'missing'",
        "runId | z* | no completed run",
      })
  void whatIsNotThereIsTold(String option, String value, String message) {
    score("a", "2026-11-01", numbers(1), Tripling.class);

    assertThatThrownBy(() -> read(Map.of(option, value)))
        .isInstanceOf(RunNotFoundException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "dead_letters"})
  void aTableOfOneRunTakesTheNameOfOne(String table) {
    score("a", "2026-11-01", numbers(1), Tripling.class);

    assertThatThrownBy(() -> read(Map.of("table", table, "runId", "a*")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("more than one run");
  }

  @Test
  void theTableOfRunsTakesSeveralNames() {
    score("a1", "2026-11-01", numbers(1), Tripling.class);
    score("a2", "2026-11-01", numbers(1), Tripling.class);
    score("b", "2026-11-01", numbers(1), Tripling.class);

    assertThat(read(Map.of("table", "runs", "runId", "a*")).count()).isEqualTo(2);
  }

  @Test
  void aResultIsScoredAgainByAnotherModelUnderAPrefixOfItsOwn() {
    Dataset<Row> first = run("first", "2026-11-01", numbers(4), Tripling.class).result();

    Dataset<Row> second =
        local("second", "2026-11-01", first, Halving.class)
            .option("inputColumns", "id")
            .option("resultPrefix", "second_")
            .score();

    assertThat(second.columns())
        .containsExactly(
            "id",
            "name",
            "prediction",
            "prediction_error",
            "second_prediction",
            "second_prediction_error");
    assertThat(
            second.where("prediction.tripled = 3 * id AND second_prediction.half = id / 2").count())
        .isEqualTo(4);
    assertThat(read(Map.of("runId", "second", "resultPrefix", "x_")).columns())
        .endsWith("x_prediction", "x_prediction_error");
  }

  private Dataset<Row> numbers(long rows) {
    return Frames.numbers(sandbox.spark(), rows);
  }

  private Dataset<Row> read(Map<String, String> options) {
    return sandbox.spark().read().format("sagemaker").options(options).load(path);
  }

  private void score(String runId, String dt, Dataset<Row> rows, Class<?> model) {
    run(runId, dt, rows, model);
  }

  private TransformRun run(String runId, String dt, Dataset<Row> rows, Class<?> model) {
    return local(runId, dt, rows, model).start().await();
  }

  private BatchTransform local(String runId, String dt, Dataset<Row> rows, Class<?> model) {
    return BatchTransform.on(rows)
        .option("executor", "local")
        .option("localModel", "class:" + model.getName())
        .option("stagingPath", path)
        .option("runId", runId)
        .option("dt", dt);
  }

  /** Answers half of a record's id. */
  public static final class Halving implements LocalModel {
    @Override
    public ModelResponse invoke(ModelRequest request) {
      double id = Models.id(new String(request.body(), StandardCharsets.UTF_8));
      return ModelResponse.ok(("{\"half\":" + id / 2 + "}").getBytes(StandardCharsets.UTF_8));
    }
  }
}
