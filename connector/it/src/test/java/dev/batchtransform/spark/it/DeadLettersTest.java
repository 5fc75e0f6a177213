package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that stay failed are kept with their record, and are sent again when somebody asks. */
@ExtendWith(SandboxExtension.class)
class DeadLettersTest {

  private static final String RUN = "nightly";

  private final Sandbox sandbox;
  private final Set<Long> refused = ConcurrentHashMap.newKeySet();
  private final Set<Long> garbled = ConcurrentHashMap.newKeySet();
  private final ModelContainer container =
      ModelContainer.ofRecords(this::answer)
          .failWhen(request -> refused.contains(Models.id(request.body())), 400, "no title");
  private final Map<String, String> options;
  private final String path;

  DeadLettersTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("runId", RUN);
    options.put("maxAttempts", "2");
    this.path = options.get("stagingPath");
  }

  @AfterEach
  void stop() {
    FaultPoint.handle(null);
    container.close();
  }

  @Tag("compat")
  @Test
  void theyAreTheRowsThatFailedEachWithItsRecordAsItWasSent() {
    refused.addAll(Set.of(3L, 17L, 90L));

    TransformRun run = start(100);
    List<Row> letters = run.deadLetters().orderBy("record").collectAsList();

    assertThat(run.deadLetters().columns())
        .containsExactly("code", "message", "file", "line", "attempts", "wave", "record");
    assertThat(letters)
        .extracting(row -> row.<String>getAs("record"))
        .containsExactly(
            "{\"id\":17,\"name\":\"name 17\"}",
            "{\"id\":3,\"name\":\"name 3\"}",
            "{\"id\":90,\"name\":\"name 90\"}");
    assertThat(letters).extracting(row -> row.<String>getAs("file")).doesNotHaveDuplicates();
    assertThat(letters).extracting(row -> row.<Integer>getAs("wave")).containsOnly(1);
    proveTheyAreTheErrorsOf(run.result());
  }

  @Test
  void aRowThatWasNeverSentIsOneWithoutRecordOrWave() {
    refused.add(5L);
    options.put("payloadColumn", "line");
    options.put("maxPayloadInMB", "1");
    Dataset<Row> df =
        numbers(20)
            .selectExpr(
                "CASE WHEN id IN (4, 9) THEN '{broken'"
                    + " WHEN id = 7 THEN concat('\"', repeat('x', 2 * 1024 * 1024), '\"')"
                    + " ELSE concat('{\"id\":', id, '}') END AS line");

    TransformRun run = start(df);

    Dataset<Row> letters = run.deadLetters();
    assertThat(letters.filter("code = 'UNPARSEABLE'").count()).isEqualTo(2);
    assertThat(letters.filter("code = 'OVERSIZE'").count()).isEqualTo(1);
    assertThat(
            letters
                .filter("line IS NULL AND wave IS NULL AND record IS NULL AND attempts = 0")
                .count())
        .isEqualTo(3);
    assertThat(letters.filter("record = '{\"id\":5}'").count()).isEqualTo(1);
    proveTheyAreTheErrorsOf(run.result());
  }

  @Test
  void aRunWithoutAFailedRowHasNoneAndWritesNothing() {
    TransformRun run = start(20);

    assertThat(run.deadLetters().count()).isZero();
    assertThat(run.deadLetters().columns()).contains("record");
    assertThat(letterFiles()).isEmpty();
  }

  @Test
  void theTableIsThatOfTheNewestCompletedRunWhenNoneIsNamed() {
    refused.add(3L);
    start(20).await();

    Dataset<Row> letters =
        sandbox.spark().read().format("sagemaker").option("table", "dead_letters").load(path);

    assertThat(letters.select("code").first().getString(0)).isEqualTo("MODEL_ERROR");
  }

  @Test
  void aRunThatFailedAsAWholeHasThemAndIsScoredOnceTheCauseIsMended() {
    for (long id = 0; id < 30; id++) {
      refused.add(id);
    }
    TransformRun run = start(30);
    assertThatThrownBy(run::await).hasMessageContaining("retryDeadLetters");
    assertThat(run.deadLetters().count()).isEqualTo(30);

    refused.clear();
    run.retryDeadLetters();

    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(30);
    assertThat(run.status().state()).isEqualTo("COMPLETED");
    assertThat(run.deadLetters().count()).isZero();
  }

  @Tag("compat")
  @Test
  void onlyFailedRowsAreSentAgainAndTheResultThenHasTheirAnswers() {
    refused.addAll(Set.of(3L, 17L, 90L));
    start(100).await();
    refused.clear();
    int before = container.requests().size();

    TransformRun run = BatchTransform.attach(sandbox.spark(), path, RUN).retryDeadLetters();

    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(100);
    assertThat(run.status().failedRows()).isZero();
    assertThat(run.status().filesDone()).isEqualTo(run.status().files());
    assertThat(idsSince(before)).containsExactlyInAnyOrder(3L, 17L, 90L);
    assertThat(run.deadLetters().count()).isZero();
    assertThat(letterFiles()).as("history").singleElement().asString().endsWith("/1.jsonl");
  }

  @Test
  void aRowThatFailsAgainIsOneAgainWithAllItsAttempts() {
    refused.addAll(Set.of(3L, 17L, 90L));
    start(100).await();
    refused.remove(17L);

    TransformRun run = BatchTransform.attach(sandbox.spark(), path, RUN).retryDeadLetters();

    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(98);
    assertThat(run.deadLetters().count()).isEqualTo(2);
    assertThat(run.deadLetters().filter("attempts = 3 AND wave = 2").count()).isEqualTo(2);
    assertThat(letterFiles()).hasSize(2);
    proveTheyAreTheErrorsOf(run.result());
    refused.clear();
    assertThat(run.retryDeadLetters().result().filter("prediction IS NULL").count()).isZero();
  }

  @Test
  void answersThatDidNotParseAreAskedForAgainWithoutTheirNeighbours() {
    options.put("resultSchema", "tripled BIGINT");
    garbled.addAll(Set.of(0L, 41L, 42L, 43L, 99L));
    TransformRun run = start(100);
    assertThat(run.deadLetters().filter("code = 'UNPARSEABLE' AND wave = 0").count()).isEqualTo(5);
    proveTheyAreTheErrorsOf(run.result());
    garbled.removeAll(Set.of(0L, 41L, 43L, 99L));
    refused.add(43L);
    int before = container.requests().size();

    run.retryDeadLetters().await();

    assertThat(Set.copyOf(idsSince(before))).containsExactlyInAnyOrder(0L, 41L, 42L, 43L, 99L);
    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(98);
    assertThat(run.deadLetters().filter("code = 'UNPARSEABLE'").first().<String>getAs("record"))
        .contains("\"id\":42,");
    proveTheyAreTheErrorsOf(run.result());
    assertThat(run.verify().holds()).as(run.verify().summary()).isTrue();
    refused.clear();
    garbled.clear();
    run.retryDeadLetters();
    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(100);
  }

  @Test
  void withoutAFailedRowNothingIsSentAgain() {
    TransformRun run = start(20).await();
    int jobs = Actions.created(sandbox);

    run.retryDeadLetters().await();

    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
    assertThat(run.status().state()).isEqualTo("COMPLETED");
  }

  @Test
  void withoutItsInputARowIsNotSentAgainAndItsRecordIsKept() {
    options.put("cleanup", "input");
    refused.add(3L);
    TransformRun run = start(20).await();

    assertThatThrownBy(run::retryDeadLetters)
        .hasMessageContaining("cleanup=input")
        .hasMessageContaining("dead_letters");

    assertThat(run.status().state()).isEqualTo("COMPLETED");
    assertThat(run.deadLetters().first().<String>getAs("record"))
        .isEqualTo("{\"id\":3,\"name\":\"name 3\"}");
  }

  @Test
  void aRunThatIsStillAtWorkIsRefused() {
    options.put("wait", "false");
    numbers(40).write().format("sagemaker").options(options).mode("append").save();
    TransformRun run = BatchTransform.attach(sandbox.spark(), path, RUN);

    assertThatThrownBy(run::retryDeadLetters)
        .hasMessageContaining("'nightly'")
        .hasMessageContaining("still RUNNING");

    assertThat(run.result().count()).isEqualTo(40);
  }

  @Test
  void aDriverThatDiesBeforeItSaysSoWritesThemAgain() {
    refused.add(3L);
    FaultPoint.handle(
        point -> {
          if (point == FaultPoint.LEDGER_WRITE && !letterFiles().isEmpty()) {
            FaultPoint.handle(null);
            throw new IllegalStateException("The driver died");
          }
        });
    assertThatThrownBy(() -> start(20).await()).hasMessageContaining("died");
    List<String> written = letterFiles();

    TransformRun run = BatchTransform.attach(sandbox.spark(), path, RUN).await();

    assertThat(run.deadLetters().count()).isEqualTo(1);
    assertThat(letterFiles()).isEqualTo(written).hasSize(1);
  }

  @Test
  void aRetryWhoseDriverDiesGoesOnWithItsOwnAllowance() {
    options.put("onFailure", "retry");
    refused.add(3L);
    start(20).await();
    refused.clear();
    FaultPoint.handle(
        point -> {
          if (point == FaultPoint.WAVE_PLANNED) {
            FaultPoint.handle(null);
            throw new IllegalStateException("The driver died");
          }
        });
    TransformRun run = BatchTransform.attach(sandbox.spark(), path, RUN).retryDeadLetters();
    assertThatThrownBy(run::await).hasMessageContaining("died");

    TransformRun successor = BatchTransform.attach(sandbox.spark(), path, RUN);

    assertThat(successor.result().filter("prediction.tripled = id * 3").count()).isEqualTo(20);
  }

  private String answer(String record) {
    long id = Models.id(record);
    return garbled.contains(id) ? "\"garbled\"" : "{\"tripled\":" + 3 * id + "}";
  }

  private Dataset<Row> numbers(long rows) {
    return Frames.numbers(sandbox.spark(), rows);
  }

  private TransformRun start(long rows) {
    return start(numbers(rows));
  }

  private TransformRun start(Dataset<Row> df) {
    return BatchTransform.on(df).options(options).start();
  }

  /** Row for row, both ways. */
  private void proveTheyAreTheErrorsOf(Dataset<Row> result) {
    Dataset<Row> errors =
        result.filter("prediction_error IS NOT NULL").select("prediction_error.*");
    Dataset<Row> letters =
        BatchTransform.attach(sandbox.spark(), path, RUN)
            .deadLetters()
            .select("code", "message", "file", "line", "attempts");
    assertThat(letters.exceptAll(errors).collectAsList()).isEmpty();
    assertThat(errors.exceptAll(letters).collectAsList()).isEmpty();
  }

  private List<Long> idsSince(int requests) {
    List<ModelContainer.Request> all = container.requests();
    return all.subList(requests, all.size()).stream()
        .map(request -> Models.id(request.body()))
        .toList();
  }

  private List<String> letterFiles() {
    return StagingPaths.files(sandbox, path).stream()
        .filter(file -> file.contains("/dead_letters/"))
        .toList();
  }
}
