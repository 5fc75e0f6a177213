package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A driver gets SIGKILL while each of its runs stands at another moment. Whoever comes next goes on
 * with the run: no job twice, nothing staged twice that was committed, the same result.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledDriverTest {

  /** Rows from here are all good; those from 0 have one that the model refuses. */
  private static final long GOOD = 1000;

  private static final long REFUSED = 17;

  /** How the next driver goes on. */
  private enum Next {
    WRITE,
    SCORE,
    ATTACH
  }

  /**
   * @param committed whether the run's files were committed when the driver was killed
   */
  private record Moment(
      FaultPoint point, int occurrence, boolean badRow, boolean committed, Next next) {
    String runId() {
      String moment = (point + "-" + occurrence).replace('_', '-').toLowerCase(Locale.ROOT);
      return "killed-" + moment + (badRow ? "-bad" : "-good");
    }

    DriverRun run() {
      return new DriverRun(runId(), first(), point, occurrence);
    }

    long first() {
      return badRow ? 0 : GOOD;
    }
  }

  private static final List<Moment> MOMENTS =
      List.of(
          new Moment(FaultPoint.LEDGER_WRITE, 1, false, false, Next.WRITE),
          new Moment(FaultPoint.LEDGER_WRITTEN, 1, false, false, Next.SCORE),
          new Moment(FaultPoint.STAGE_FILE_OPENED, 2, false, false, Next.WRITE),
          new Moment(FaultPoint.STAGE_FILE_WRITTEN, 1, false, false, Next.SCORE),
          new Moment(FaultPoint.STAGE_FILE_WRITTEN, 2, false, false, Next.WRITE),
          new Moment(FaultPoint.STAGE_COMMIT, 1, false, false, Next.WRITE),
          new Moment(FaultPoint.LEDGER_WRITE, 2, false, false, Next.SCORE),
          new Moment(FaultPoint.LEDGER_WRITTEN, 2, false, true, Next.ATTACH),
          new Moment(FaultPoint.LEDGER_WRITE, 3, false, true, Next.WRITE),
          new Moment(FaultPoint.LEDGER_WRITTEN, 3, false, true, Next.SCORE),
          new Moment(FaultPoint.WAVE_PLANNED, 1, false, true, Next.ATTACH),
          new Moment(FaultPoint.WAVE_STARTED, 1, false, true, Next.WRITE),
          new Moment(FaultPoint.LEDGER_WRITE, 4, false, true, Next.ATTACH),
          new Moment(FaultPoint.WAVE_POLL, 1, false, true, Next.SCORE),
          new Moment(FaultPoint.WAVE_ENDED, 1, true, true, Next.ATTACH),
          new Moment(FaultPoint.FILE_CUT, 1, true, true, Next.WRITE),
          new Moment(FaultPoint.LEDGER_WRITE, 5, true, true, Next.SCORE),
          new Moment(FaultPoint.LEDGER_WRITE, 6, true, true, Next.ATTACH),
          new Moment(FaultPoint.WAVE_PLANNED, 2, true, true, Next.ATTACH),
          new Moment(FaultPoint.WAVE_STARTED, 2, true, true, Next.SCORE),
          new Moment(FaultPoint.WAVE_ENDED, 2, true, true, Next.WRITE),
          new Moment(FaultPoint.RUN_FINISH, 1, true, true, Next.ATTACH),
          new Moment(FaultPoint.RUN_FINISH, 1, false, true, Next.WRITE));

  private static final DriverRun UNCOMMITTED =
      new DriverRun("killed-uncommitted", GOOD, FaultPoint.STAGE_COMMIT, 1);

  private final Sandbox sandbox;
  private final ModelContainer container = Models.triplingBut(REFUSED);
  private final Map<String, String> options;
  private final String path;
  private final Map<Moment, List<String>> filesAtDeath = new HashMap<>();

  KilledDriverTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.putAll(Map.of("instanceCount", "1", "minFilesPerInstance", "1", "maxAttempts", "2"));
    this.path = options.get("stagingPath");
  }

  @BeforeAll
  void killADriverAtAllMoments() throws Exception {
    List<DriverRun> runs =
        Stream.concat(MOMENTS.stream().map(Moment::run), Stream.of(UNCOMMITTED)).toList();
    DriverProcess.killed(sandbox, options, runs);
    MOMENTS.forEach(moment -> filesAtDeath.put(moment, staged(moment.runId())));
  }

  @AfterAll
  void stopContainer() {
    container.close();
  }

  @TestFactory
  Stream<DynamicTest> aRunGoesOnWhereItsDriverWasKilled() {
    return MOMENTS.stream()
        .map(moment -> dynamicTest(moment.runId() + ", " + moment.next(), () -> goOn(moment)));
  }

  @Test
  void aRunThatWasNeverCommittedIsNotTakenForAnEmptyOne() {
    assertThatThrownBy(
            () -> BatchTransform.attach(sandbox.spark(), path, UNCOMMITTED.runId()).await())
        .hasMessageContaining("never staged completely")
        .hasMessageContaining("same runId");

    assertThat(write(UNCOMMITTED.runId(), UNCOMMITTED.first()).count()).isEqualTo(DriverRun.ROWS);
  }

  private void goOn(Moment moment) {
    Dataset<Row> scored =
        switch (moment.next()) {
          case WRITE -> write(moment.runId(), moment.first());
          case SCORE -> call(moment.runId(), moment.first()).score();
          case ATTACH -> BatchTransform.attach(sandbox.spark(), path, moment.runId()).result();
        };

    proveRows(moment, scored);
    proveJobs(moment);
    proveFiles(moment);
  }

  private static void proveRows(Moment moment, Dataset<Row> scored) {
    int bad = moment.badRow() ? 1 : 0;
    assertThat(scored.select("id").distinct().count()).isEqualTo(DriverRun.ROWS);
    assertThat(scored.count()).isEqualTo(DriverRun.ROWS);
    assertThat(scored.where("prediction.tripled = id * 3").count()).isEqualTo(DriverRun.ROWS - bad);
    assertThat(scored.where("prediction_error.code = 'MODEL_ERROR' AND id = " + REFUSED).count())
        .isEqualTo(bad);
  }

  /** One job per wave, each accepted once, and no other. */
  private void proveJobs(Moment moment) {
    List<String> accepted = Actions.accepted(sandbox, moment.runId() + "-w");
    assertThat(accepted).hasSize(moment.badRow() ? 2 : 1);
    assertThat(BatchTransform.attach(sandbox.spark(), path, moment.runId()).status().jobs())
        .isEqualTo(accepted);
  }

  private void proveFiles(Moment moment) {
    List<String> staged = staged(moment.runId());
    assertThat(staged).filteredOn(file -> file.contains("/rows/")).hasSize(3);
    assertThat(staged).filteredOn(file -> file.contains("/input/")).hasSize(3);
    if (moment.committed()) {
      assertThat(staged).isEqualTo(filesAtDeath.get(moment));
    }
    assertThat(StagingPaths.files(sandbox, path))
        .filteredOn(file -> file.contains("run_id=" + moment.runId()))
        .noneMatch(file -> file.contains("/.") || file.startsWith("_claims"));
  }

  /** The files that tasks have staged, without the parts that some were cut into. */
  private List<String> staged(String runId) {
    return StagingPaths.files(sandbox, path).stream()
        .filter(file -> file.matches(".*/run_id=" + runId + "/(input|rows)/.*"))
        .filter(file -> !file.matches(".*-r\\d+-\\d+\\.jsonl"))
        .sorted()
        .toList();
  }

  private Dataset<Row> write(String runId, long first) {
    rows(first)
        .write()
        .format("sagemaker")
        .options(options)
        .option("runId", runId)
        .mode("append")
        .save();
    return sandbox.spark().read().format("sagemaker").option("runId", runId).load(path);
  }

  private BatchTransform call(String runId, long first) {
    return BatchTransform.on(rows(first)).options(options).option("runId", runId);
  }

  private Dataset<Row> rows(long first) {
    return sandbox.spark().range(first, first + DriverRun.ROWS, 1, 3).toDF();
  }
}
