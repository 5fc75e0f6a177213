package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.FaultyS3;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.S3Fault;
import dev.batchtransform.spark.it.sandbox.S3Request.Operation;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.it.sandbox.TaskAttempts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** S3 answers late, half or not at all: rows are never lost, jobs never paid twice. */
@ExtendWith(SandboxExtension.class)
class S3FaultsTest {
  private static final int ROWS = 60;
  private static final List<String> WRITTEN =
      List.of("/input/", "/rows/", "/_run.json", "/manifests/");
  private static final List<String> READ = List.of("/rows/", ".out");

  private final Sandbox sandbox;
  private final FaultyS3 s3;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final String path;

  S3FaultsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.s3 = sandbox.faultyS3();
    this.path = sandbox.faultyStagingPath();
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("stagingPath", path);
    options.put("maxRecordsPerFile", "10");
  }

  @AfterEach
  void healS3() {
    s3.clearFaults();
    container.close();
  }

  @Test
  void whatIsToldToSlowDownIsWrittenLater() {
    WRITTEN.forEach(key -> s3.fault(S3Fault.slowDown(Operation.PUT, 3).of(key)));

    assertScoredOnce(score());
  }

  @Test
  void whatBreaksInTheMiddleOfItsUploadIsWrittenAgain() {
    WRITTEN.forEach(key -> s3.fault(S3Fault.resetUpload(2).of(key)));

    assertScoredOnce(score());
  }

  @Test
  void whatIsWrittenWithoutAnAnswerIsWrittenAgain() {
    WRITTEN.forEach(key -> s3.fault(S3Fault.loseAnswer(Operation.PUT, 2).of(key)));

    assertScoredOnce(score());
  }

  @Test
  void whatIsToldToSlowDownIsReadLater() {
    READ.forEach(key -> s3.fault(S3Fault.slowDown(Operation.GET, 2).of(key)));
    s3.fault(S3Fault.slowDown(Operation.LIST, 2).of("/output/"));

    assertScoredOnce(score());
  }

  @Test
  void aLedgerThatCannotBeWrittenFailsTheRunBeforeAnythingIsStagedOrPaid() {
    int jobs = Actions.created(sandbox);
    s3.fault(S3Fault.deny(Operation.PUT).of("/_run.json"));

    assertThatThrownBy(this::score).hasMessageContaining("Cannot write the run's ledger");

    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
    s3.clearFaults();
    assertThat(files()).isEmpty();
  }

  @Test
  void aTaskThatCannotStageLeavesNothingBehindAndStartsNoJob() {
    int jobs = Actions.created(sandbox);
    s3.fault(S3Fault.deny(Operation.PUT).of("/input/"));

    assertThatThrownBy(this::score).hasStackTraceContaining("AccessDenied");

    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
    assertThat(files()).isEmpty();
  }

  @Test
  void aDownloadThatBreaksInTheMiddleGoesOn() {
    READ.forEach(key -> s3.fault(S3Fault.resetDownload(2).of(key)));

    assertScoredOnce(score());
  }

  /** S3A takes the end of a body for the end of the object. Spark tries the task again. */
  @Test
  void aDownloadThatEndsEarlyIsReadAgain() {
    READ.forEach(key -> s3.fault(S3Fault.truncateDownload(1).of(key)));

    assertScoredOnce(score());
  }

  /** Half a record would be another record, or none: its answer, or its failure, not the row's. */
  @Test
  void aRecordOfWhichHalfIsReadIsNotSent() {
    options.put("executor", "local");
    options.put("localModel", container.endpoint().toString());
    options.remove("model");
    s3.fault(S3Fault.truncateDownload(2).of("/input/"));

    Dataset<Row> scored = score();

    assertThat(right(scored)).isEqualTo(ids());
    assertThat(s3.faults()).noneMatch(fault -> fault.count() > 0);
  }

  @Test
  void aDownloadThatAlwaysEndsEarlyFailsTheReadAndTheNextReadIsRight() {
    Dataset<Row> scored = score();
    for (String key : READ) {
      s3.fault(S3Fault.truncateDownload(0).of(key));

      assertThatThrownBy(() -> right(scored)).hasStackTraceContaining("part-");

      s3.clearFaults();
      assertThat(right(scored)).isEqualTo(ids());
    }
  }

  @Test
  void anOutputThatAlwaysEndsEarlyIsNotTakenForTheModelsFault() {
    options.put("runId", "cut-short");
    int jobs = Actions.created(sandbox);
    s3.fault(S3Fault.truncateDownload(0).of(".out"));

    assertThatThrownBy(this::score).hasStackTraceContaining("ends after");

    s3.clearFaults();
    assertThat(right(score())).isEqualTo(ids());
    assertThat(Actions.created(sandbox)).isEqualTo(jobs + 1);
  }

  @Test
  void aLedgerThatEndsEarlyIsReadAgainAndRefusedIfItAlwaysDoes() {
    score();
    s3.fault(S3Fault.truncateDownload(1).of("/_run.json"));
    assertThat(read().count()).isEqualTo(ROWS);
    assertThat(s3.faults()).isEmpty();

    s3.fault(S3Fault.truncateDownload(0).of("/_run.json"));
    assertThatThrownBy(this::read).hasMessageContaining("Cannot read the run's ledger");
  }

  @Test
  void aListingThatLagsBehindPaysForNoSecondWave() {
    int jobs = Actions.created(sandbox);
    s3.fault(S3Fault.staleListing(0).of("/output/"));

    assertScoredOnce(score());

    assertThat(Actions.created(sandbox)).isEqualTo(jobs + 1);
  }

  @Test
  void orphansThatMayNotBeDeletedDoNotFailTheRun() throws Exception {
    options.put("runId", "orphans");
    options.put("dt", "2026-11-22");
    Path orphan = new Path(path + "/dt=2026-11-22/run_id=orphans/input/part-00099-lost-1-0.jsonl");
    StagingPaths.fileSystem(sandbox, orphan).create(orphan).close();
    s3.fault(S3Fault.deny(Operation.DELETE).of("part-00099"));

    assertScoredOnce(score());
  }

  @Test
  void anAbortThatMayNotDeleteKeepsTheFirstFailure() {
    s3.fault(S3Fault.deny(Operation.PUT).of("/input/"));
    s3.fault(S3Fault.deny(Operation.DELETE));

    assertThatThrownBy(this::score).hasStackTraceContaining("/input/");

    assertThat(s3.struck()).anyMatch(request -> request.operation() == Operation.DELETE);
  }

  /** S3A's upload goes on when the task that waits for it is interrupted. */
  @Test
  void anUploadThatEndsAfterItsTaskWasCancelledLeavesNothingBehind() throws Exception {
    TaskAttempts attempts = new TaskAttempts();
    sandbox.spark().sparkContext().addSparkListener(attempts);
    s3.fault(S3Fault.hold(Operation.PUT, 1).of("/rows/"));
    CompletableFuture<Dataset<Row>> cancelled = CompletableFuture.supplyAsync(this::scoreInGroup);
    s3.awaitHeld();
    sandbox.spark().sparkContext().cancelJobGroup("cancelled");

    assertThat(cancelled.handle((scored, failure) -> failure).join()).isNotNull();
    s3.release();

    await().atMost(Duration.ofMinutes(5)).until(attempts::allEnded);
    s3.awaitIdle();
    assertThat(files()).isEmpty();
  }

  private Dataset<Row> read() {
    return sandbox.spark().read().format("sagemaker").load(path);
  }

  private Dataset<Row> scoreInGroup() {
    sandbox.spark().sparkContext().setJobGroup("cancelled", "a write that is cancelled", true);
    try {
      return score();
    } finally {
      sandbox.spark().sparkContext().clearJobGroup();
    }
  }

  private Dataset<Row> score() {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options).score();
  }

  /** Each fault has struck as often as it should, and yet no record was sent twice. */
  private void assertScoredOnce(Dataset<Row> scored) {
    assertThat(right(scored)).isEqualTo(ids());
    assertThat(s3.faults()).noneMatch(fault -> fault.count() > 0);
    assertThat(s3.struck()).isNotEmpty();
    assertThat(container.requests()).hasSize(ROWS);
  }

  private static List<Long> right(Dataset<Row> scored) {
    return scored.filter("prediction.tripled = id * 3").collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }

  private static List<Long> ids() {
    return LongStream.range(0, ROWS).boxed().toList();
  }

  private List<String> files() {
    return StagingPaths.files(sandbox, path);
  }
}
