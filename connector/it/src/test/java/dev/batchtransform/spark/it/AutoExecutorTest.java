package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunPlan;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who sends a run's records where that is left to the connector. */
@ExtendWith(SandboxExtension.class)
class AutoExecutorTest {
  private static final long ROWS = 400;

  private final Sandbox sandbox;

  AutoExecutorTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void smallDataIsScoredLocallyAndTheRestAsAJobAndTheRunSaysWhy() {
    try (ModelContainer job = Models.tripling();
        ModelContainer local = Models.tripling()) {
      Map<String, String> small = auto(job, local, Map.of());
      Map<String, String> large = auto(job, local, Map.of("localMaxRows", "399"));
      TransformRun few = run(small);
      TransformRun many = run(large);

      assertThat(few.result().filter("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
      assertThat(many.result().filter("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
      assertThat(few.status().jobs()).isEmpty();
      assertThat(many.status().jobs()).hasSize(1);
      assertThat(local.requests()).hasSize(Math.toIntExact(ROWS));
      assertThat(job.requests()).hasSize(Math.toIntExact(ROWS));
      assertThat(chosen(small)).startsWith("local: 400 rows and ");
      assertThat(chosen(large)).isEqualTo("batch-transform: 400 rows pass localMaxRows=399");
      assertThat(row(small).<String>getAs("model")).isEqualTo(local.endpoint().toString());
      assertThat(many.verify().holds()).isTrue();
      assertThat(few.verify().holds()).isTrue();
    }
  }

  @Test
  void aPlanSaysWhoWouldBeChosen() {
    try (ModelContainer job = Models.tripling();
        ModelContainer local = Models.tripling()) {
      RunPlan few = transform(auto(job, local, Map.of())).plan();
      RunPlan many = transform(auto(job, local, Map.of("localMaxBytes", "1k"))).plan();

      assertThat(few.executor()).isEqualTo("local");
      assertThat(few.request()).isEmpty();
      assertThat(few.toString()).contains("local (chosen by auto: 400 rows");
      assertThat(many.executor()).isEqualTo("batch-transform");
      assertThat(many.request()).isPresent();
      assertThat(many.executorReason().orElseThrow()).endsWith("pass localMaxBytes=1 KB");
    }
  }

  @Test
  void theSameWriteFindsItsRunWhateverItWouldChooseNow() {
    try (ModelContainer job = Models.tripling();
        ModelContainer local = Models.tripling()) {
      Map<String, String> options = auto(job, local, Map.of("runId", "nightly"));
      run(options);
      String before = chosen(options);
      options.put("localMaxRows", "1");

      TransformRun again = run(options);

      assertThat(chosen(options)).isEqualTo(before).startsWith("local: ");
      assertThat(local.requests()).hasSize(Math.toIntExact(ROWS));
      assertThat(job.requests()).isEmpty();
      assertThat(again.retryDeadLetters().await().status().state()).isEqualTo("COMPLETED");
    }
  }

  @Test
  void aRunWithBadRecordsEndsWithOneJob() {
    long[] bad = LongStream.range(0, ROWS).filter(id -> id % 20 == 7).toArray();
    try (ModelContainer job = Models.triplingBut(bad);
        ModelContainer local = Models.triplingBut(bad)) {
      Map<String, String> options = auto(job, local, Map.of("executor", "batch-transform"));
      Map<String, String> withoutTail = new HashMap<>(options);
      withoutTail.put("tail", "job");
      withoutTail.put("stagingPath", sandbox.stagingPath());

      TransformRun run = run(options);
      TransformRun jobsOnly = run(withoutTail);

      assertThat(run.status().jobs()).hasSize(1);
      assertThat(jobsOnly.status().jobs()).hasSizeGreaterThan(1);
      assertThat(failed(run)).containsExactlyElementsOf(failed(jobsOnly)).hasSize(bad.length);
      assertThat(run.result().filter("prediction.tripled = id * 3").count())
          .isEqualTo(ROWS - bad.length);
      assertThat(codes(run)).containsExactly("MODEL_ERROR");
      assertThat(run.verify().holds()).isTrue();
    }
  }

  @Test
  void aModelThatAnswersNothingCostsOneJobAndAFewRequestsOfTheTail() {
    long[] all = LongStream.range(0, ROWS).toArray();
    try (ModelContainer job = Models.triplingBut(all);
        ModelContainer local = Models.triplingBut(all)) {
      Map<String, String> options = auto(job, local, Map.of("executor", "batch-transform"));

      assertThatThrownBy(() -> run(options))
          .isInstanceOf(TransformRunException.class)
          .hasMessageContaining("400 of 400 records have no answer");

      assertThat(row(options).getList(row(options).fieldIndex("jobs"))).hasSize(1);
      assertThat(local.requests().size()).isBetween(1, 100);
    }
  }

  @Test
  void theTailMayAnswerWhatTheJobCouldNot() {
    long[] bad = LongStream.range(0, ROWS).toArray();
    try (ModelContainer job = Models.triplingBut(bad);
        ModelContainer local = Models.tripling()) {
      Map<String, String> options =
          auto(job, local, Map.of("executor", "batch-transform", "batchStrategy", "MultiRecord"));

      TransformRun run = run(options);

      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
      assertThat(run.status().jobs()).hasSize(1);
      assertThat(run.verify().holds()).isTrue();
    }
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsStaged() {
    Map<String, String> options = new HashMap<>(sandbox.options("m"));
    options.put("executor", "auto");
    options.remove("model");
    options.put("localModel", "http://localhost:1");

    assertThatThrownBy(() -> run(options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContainingAll("Missing option 'model'", "'auto'");
    assertThat(StagingPaths.files(sandbox, options.get("stagingPath"))).isEmpty();
  }

  private Map<String, String> auto(
      ModelContainer job, ModelContainer local, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(job)));
    options.put("executor", "auto");
    options.put("localModel", local.endpoint().toString());
    options.putAll(more);
    return options;
  }

  private BatchTransform transform(Map<String, String> options) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options);
  }

  private TransformRun run(Map<String, String> options) {
    return transform(options).start().await();
  }

  private Row row(Map<String, String> options) {
    return sandbox
        .spark()
        .read()
        .format("sagemaker")
        .option("table", "runs")
        .load(options.get("stagingPath"))
        .first();
  }

  private String chosen(Map<String, String> options) {
    Row row = row(options);
    return row.getAs("executor") + ": " + row.getAs("executor_reason");
  }

  private static List<Long> failed(TransformRun run) {
    return ids(run.result().filter("prediction IS NULL"));
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.orderBy("id").collectAsList().stream().map(row -> row.<Long>getAs("id")).toList();
  }

  private static List<String> codes(TransformRun run) {
    return run.deadLetters().select("code").distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
