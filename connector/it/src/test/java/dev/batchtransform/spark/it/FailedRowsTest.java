package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunStatus;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A row that cannot be scored comes back with its error, and takes no other row with it. */
@ExtendWith(SandboxExtension.class)
class FailedRowsTest {

  private final Sandbox sandbox;

  FailedRowsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Tag("compat")
  @Test
  void aRowWhoseModelCallFailsComesBackWithItsErrorAndItsNeighboursAreScored() {
    try (ModelContainer container = Models.triplingBut(17, 333)) {
      Dataset<Row> scored = score(container, 500, Map.of());

      List<Row> failed = scored.filter("prediction IS NULL").orderBy("id").collectAsList();
      assertThat(failed).extracting(row -> row.getLong(0)).containsExactly(17L, 333L);
      assertThat(failed).allSatisfy(row -> assertThat(code(row)).isEqualTo("MODEL_ERROR"));
      assertThat(failed)
          .allSatisfy(row -> assertThat(row.getStruct(3).<Long>getAs("line")).isPositive());
      assertThat(scored.filter("prediction.tripled = id * 3 AND prediction_error IS NULL").count())
          .isEqualTo(498);
    }
  }

  @Test
  void withRetryAFileThatFailsAgainKeepsItsOtherFilesScored() {
    try (ModelContainer container = Models.triplingBut(17)) {
      Dataset<Row> scored = score(container, 400, Map.of("onFailure", "retry", "maxAttempts", "2"));

      long failed = scored.filter("prediction IS NULL").count();
      assertThat(failed).isPositive().isLessThan(400);
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(400 - failed);
      assertThat(scored.count()).isEqualTo(400);
    }
  }

  @Test
  void withFailTheRunFailsAndSaysWhere() {
    try (ModelContainer container = Models.triplingBut(17)) {
      assertThatThrownBy(() -> score(container, 400, Map.of("onFailure", "fail")))
          .hasMessageContaining("has failed")
          .hasMessageContaining("/aws/sagemaker/TransformJobs")
          .hasMessageContaining("ClientError");
    }
  }

  @Test
  void aRunWithoutOneAnswerFails() {
    try (ModelContainer container =
        ModelContainer.ofRecords(record -> "1").failWhen(any -> true, 500, "broken")) {
      Map<String, String> few = Map.of("maxAttempts", "2", "invocationsMaxRetries", "0");
      assertThatThrownBy(() -> score(container, 20, few))
          .hasMessageContaining("20 of 20 records have no answer");
    }
  }

  @Test
  void aModelThatAnswersNothingCostsOneSmallWaveMore() {
    try (ModelContainer container =
        ModelContainer.ofRecords(record -> "1").failWhen(any -> true, 415, "no such type here")) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "unsupported");
      BatchTransform call =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 500)).options(options);

      assertThatThrownBy(call::score)
          .hasMessageContaining("500 of 500 records have no answer")
          .hasMessageContaining("no such type here")
          .hasMessageContaining("Set option 'contentType' (now application/jsonlines)")
          .hasMessageContaining("sent again first");
      assertThat(status(options).jobs()).hasSize(2);
      assertThat(rows(options).groupBy("prediction_error.code").count().collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactlyInAnyOrder("MODEL_ERROR", "NOT_ISOLATED");
    }
  }

  @Test
  void aModelThatWantsOtherCredentialsCostsOneSmallWaveMoreToo() {
    try (ModelContainer container =
        ModelContainer.ofRecords(record -> "1").failWhen(any -> true, 401, "who are you")) {
      costsOneSmallWaveMore(container, "401", "who are you");
    }
  }

  @Test
  void aModelThatGivesNoAnswerInTimeCostsOneSmallWaveMoreToo() {
    try (ModelContainer container = Models.tripling()) {
      sandbox.sageMaker().fault(Fault.failInvocation("run_id=silent", 0, 0));
      costsOneSmallWaveMore(container, "silent", "algorithm");
    } finally {
      sandbox.sageMaker().clearFaults();
    }
  }

  @Test
  void aModelThatAnswersWithPagesCostsNoThirdWave() {
    String page = "<html>\n<body>\nSign in first\n</body>\n</html>";
    try (ModelContainer container = ModelContainer.ofRecords(record -> page)) {
      costsOneSmallWaveMore(container, "pages", "HTML");
    }
  }

  private void costsOneSmallWaveMore(ModelContainer container, String runId, String words) {
    Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.putAll(Map.of("runId", runId, "invocationsMaxRetries", "0"));
    BatchTransform call = BatchTransform.on(Frames.numbers(sandbox.spark(), 500)).options(options);

    assertThatThrownBy(call::score)
        .hasMessageContaining("500 of 500 records have no answer")
        .hasMessageContaining(words);
    assertThat(status(options).jobs()).hasSizeLessThanOrEqualTo(2);
    assertThat(container.requests()).as("each record once, and a probe").hasSizeLessThan(600);
  }

  @Test
  void whatCouldNotBeNarrowedDownIsNotBlamedAndGoesOnWithMoreAttempts() {
    try (ModelContainer container = Models.triplingBut(17)) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "few-attempts");
      options.put("maxAttempts", "1");
      Dataset<Row> df = Frames.numbers(sandbox.spark(), 400);

      Dataset<Row> once = BatchTransform.on(df).options(options).score();
      List<Row> failed = once.filter("prediction IS NULL").collectAsList();
      assertThat(failed).hasSizeGreaterThan(1);
      assertThat(failed).allSatisfy(row -> assertThat(code(row)).isEqualTo("NOT_ISOLATED"));
      assertThat(message(failed.get(0))).contains("never alone").contains("missing field");

      options.put("maxAttempts", "4");
      Dataset<Row> again = BatchTransform.on(df).options(options).score();
      List<Row> bad = again.filter("prediction IS NULL").collectAsList();
      assertThat(bad).extracting(row -> row.getLong(0)).containsExactly(17L);
      assertThat(code(bad.get(0))).isEqualTo("MODEL_ERROR");
      assertThat(again.filter("prediction.tripled = id * 3").count()).isEqualTo(399);
    }
  }

  @Test
  void aRunThatEndedWithItsProbeGoesOnWithMoreAttemptsToo() {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (ModelContainer container =
        ModelContainer.ofRecords(record -> "{\"tripled\":" + 3 * Models.id(record) + "}")
            .failWhen(any -> broken.get(), 415, "no such type here")) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "probed");
      Dataset<Row> df = Frames.numbers(sandbox.spark(), 500);
      assertThatThrownBy(() -> BatchTransform.on(df).options(options).score())
          .hasMessageContaining("500 of 500 records have no answer");
      long notIsolated = rows(options).filter("prediction_error.code = 'NOT_ISOLATED'").count();

      broken.set(false);
      options.put("maxAttempts", "6");
      Dataset<Row> again = BatchTransform.on(df).options(options).score();

      assertThat(again.count()).isEqualTo(500);
      assertThat(again.filter("prediction.tripled = id * 3").count()).isEqualTo(notIsolated);
      assertThat(again.filter("prediction_error.code = 'MODEL_ERROR'").count())
          .isEqualTo(500 - notIsolated);
    }
  }

  @Test
  void manyBadRecordsStandAloneWithinTheWaves() {
    try (ModelContainer container =
        ModelContainer.ofRecords(record -> "{\"tripled\":" + 3 * Models.id(record) + "}")
            .failWhen(request -> Models.id(request.body()) % 20 == 7, 400, "bad")) {
      Dataset<Row> scored = score(container, 400, Map.of());

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(380);
      assertThat(scored.filter("prediction_error.code = 'MODEL_ERROR' AND id % 20 = 7").count())
          .isEqualTo(20);
    }
  }

  @Test
  void aRecordOverThePayloadLimitIsNotSentAndItsNeighboursAreScored() {
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> df =
          Frames.numbers(sandbox.spark(), 10)
              .selectExpr("id", "IF(id = 3, repeat('x', 2 * 1024 * 1024), 'short') AS text");

      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(sandbox.options(sandbox.createModel(container)))
              .option("maxPayloadInMB", 1)
              .score();

      List<Row> failed = scored.filter("prediction_error IS NOT NULL").collectAsList();
      assertThat(failed).hasSize(1);
      assertThat(failed.get(0).getLong(0)).isEqualTo(3);
      assertThat(code(failed.get(0))).isEqualTo("OVERSIZE");
      assertThat(message(failed.get(0))).contains("maxPayloadInMB");
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(9);
    }
  }

  @Test
  void aPayloadThatIsNoJsonIsNotSentAndItsNeighboursAreScored() {
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> df =
          Frames.numbers(sandbox.spark(), 10)
              .selectExpr(
                  "id",
                  "CASE id WHEN 4 THEN '{broken' WHEN 5 THEN null ELSE concat('{\"id\":', id, '}') END AS line");

      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(sandbox.options(sandbox.createModel(container)))
              .option("payloadColumn", "line")
              .score();

      List<Row> failed = scored.filter("prediction IS NULL").orderBy("id").collectAsList();
      assertThat(failed).extracting(row -> row.getLong(0)).containsExactly(4L, 5L);
      assertThat(failed).allSatisfy(row -> assertThat(code(row)).isEqualTo("UNPARSEABLE"));
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(8);
    }
  }

  @Test
  void anAnswerThatDoesNotFitTheSchemaIsThatRowsOwnFailure() {
    try (ModelContainer container =
        ModelContainer.ofRecords(
            record -> Models.id(record) == 6 ? "\"six\"" : Long.toString(Models.id(record)))) {
      Dataset<Row> scored = score(container, 20, Map.of("resultSchema", "bigint"));

      List<Row> failed = scored.filter("prediction_error IS NOT NULL").collectAsList();
      assertThat(failed).hasSize(1);
      assertThat(code(failed.get(0))).isEqualTo("UNPARSEABLE");
      assertThat(scored.filter("prediction = id").count()).isEqualTo(19);
    }
  }

  @Test
  void aFileWhoseCountsDoNotAgreeIsNotTrustedAndItsOtherRowsAreScoredAgain() {
    try (ModelContainer container =
        ModelContainer.ofRecords(
            record ->
                Models.id(record) == 8 ? "1\n2" : "{\"tripled\":" + 3 * Models.id(record) + "}")) {
      Dataset<Row> scored = score(container, 100, Map.of("resultSchema", "tripled BIGINT"));

      List<Row> failed = scored.filter("prediction IS NULL").collectAsList();
      assertThat(failed).hasSize(1);
      assertThat(failed.get(0).getLong(0)).isEqualTo(8);
      assertThat(code(failed.get(0))).isEqualTo("MISALIGNED");
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(99);
    }
  }

  @Test
  void aJobThatEndsForAReasonOfItsOwnBlamesNoRecordEvenOneThatWasAlone() {
    try (ModelContainer container = Models.tripling()) {
      sandbox.sageMaker().fault(Fault.failJob(3, "something nobody has seen before", 1));
      Map<String, String> small =
          Map.of("maxRecordsPerFile", "1", "maxConcurrentTransforms", "1", "instanceCount", "1");
      Dataset<Row> scored = score(container, 20, small);

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(20);
    }
  }

  @Test
  void whereEveryJobEndsSoTheRowsAreNotBlamedAndOneProbeSaysIt() {
    try (ModelContainer container = Models.tripling()) {
      sandbox.sageMaker().fault(Fault.failJob(0, "something nobody has seen before", 2));
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.putAll(Map.of("runId", "unexplained", "maxRecordsPerFile", "1"));
      BatchTransform call =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 100)).options(options);

      assertThatThrownBy(call::score).hasMessageContaining("something nobody has seen before");
      assertThat(status(options).jobs()).hasSize(2);
      assertThat(rows(options).filter("prediction_error.code = 'NOT_ISOLATED'").count())
          .isEqualTo(100);
      assertThat(message(rows(options).first()))
          .startsWith("Nothing shows that this record failed: ");

      Dataset<Row> again =
          BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), "unexplained")
              .retryDeadLetters()
              .result();
      assertThat(again.filter("prediction.tripled = id * 3").count()).isEqualTo(100);
    }
  }

  @Test
  void whatTheAccountDoesNotAllowGivesNoRowUp() {
    try (ModelContainer container = Models.triplingBut(17)) {
      String quota =
          "ResourceLimitExceeded: The account-level service limit 'ml.m5.xlarge for transform job"
              + " usage' is 0 Instances";
      sandbox.sageMaker().fault(Fault.failJob(0, quota, 1));
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.putAll(Map.of("runId", "quota", "maxAttempts", "2"));
      Dataset<Row> df = Frames.numbers(sandbox.spark(), 400);

      assertThatThrownBy(() -> BatchTransform.on(df).options(options).score())
          .hasMessageContainingAll("was stopped: No row was given up", "Service Quotas");
      assertThat(status(options).state()).isEqualTo("STOPPED");

      Dataset<Row> scored = BatchTransform.on(df).options(options).score();
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(399);
    }
  }

  @Test
  void malformedRowsAreDroppedOrThrownWhenTheReadAsksForIt() {
    String path = sandbox.stagingPath();
    try (ModelContainer container = Models.triplingBut(17)) {
      score(container, 100, Map.of("stagingPath", path));
    }

    assertThat(read().option("mode", "DROPMALFORMED").load(path).count()).isEqualTo(99);
    assertThatThrownBy(() -> read().option("mode", "FAILFAST").load(path).collectAsList())
        .hasMessageContaining("MODEL_ERROR")
        .hasMessageContaining("PERMISSIVE");
    assertThat(read().option("table", "runs").load(path).first().<Long>getAs("failed"))
        .isEqualTo(1);
  }

  private RunStatus status(Map<String, String> options) {
    return BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), options.get("runId"))
        .status();
  }

  private Dataset<Row> rows(Map<String, String> options) {
    return read().option("runId", options.get("runId")).load(options.get("stagingPath"));
  }

  private DataFrameReader read() {
    return sandbox.spark().read().format("sagemaker");
  }

  private Dataset<Row> score(ModelContainer container, long rows, Map<String, String> more) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
        .options(sandbox.options(sandbox.createModel(container)))
        .options(more)
        .score();
  }

  private static String code(Row row) {
    return row.<Row>getAs("prediction_error").getAs("code");
  }

  private static String message(Row row) {
    return row.<Row>getAs("prediction_error").getAs("message");
  }
}
