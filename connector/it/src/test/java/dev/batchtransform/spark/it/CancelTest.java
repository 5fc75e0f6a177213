package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever waits for a run is told to stop waiting, in each of the ways there are. */
@ExtendWith(SandboxExtension.class)
class CancelTest {

  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final CountDownLatch STAGING = new CountDownLatch(1);

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final String path;

  CancelTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    this.path = options.get("stagingPath");
  }

  @AfterEach
  void stopContainer() {
    container.close();
    sandbox.sageMaker().clearFaults();
  }

  @Test
  void interruptingAWriteStopsItsJobAndTheSameWriteGoesOn() throws Exception {
    jobsStartAfter(FOR_EVER);
    Cancelled write = cancel("cancel-interrupted");

    assertThat(write.failure())
        .hasStackTraceContaining(
            "Run 'cancel-interrupted' was interrupted while it was being awaited")
        .hasStackTraceContaining("It was stopped (stopOnCancel)");
    assertThat(write.stillInterrupted()).isTrue();
    assertThat(jobStatus("cancel-interrupted")).startsWith("Stop");
    proveThatTheRunIsStoppedAndGoesOn("cancel-interrupted");
  }

  @Test
  void withoutStopOnCancelTheJobGoesOnAndIsFoundAgain() throws Exception {
    options.put("stopOnCancel", "false");
    jobsStartAfter(Duration.ofSeconds(5));
    Cancelled write = cancel("cancel-left");

    assertThat(write.failure()).hasStackTraceContaining("What was started keeps running");
    assertThat(run("cancel-left").status().state()).isEqualTo("RUNNING");
    proveRows(run("cancel-left").result());
    assertThat(Actions.accepted(sandbox, "cancel-left-w")).hasSize(1);
  }

  @Test
  void interruptingAWriteThatWaitsForAnotherDriverLeavesThatOneAlone() throws Exception {
    CountDownLatch answering = new CountDownLatch(1);
    try (ModelContainer slow = Models.triplingAfter(answering)) {
      options.put("model", sandbox.createModel(slow));
      FutureTask<Void> working = inThread(() -> write("cancel-both"));
      awaitJob("cancel-both");
      FutureTask<Void> waiting = new FutureTask<>(() -> write("cancel-both"), null);
      Thread thread = new Thread(waiting);
      thread.start();
      await(() -> isWaitingForAnotherDriver(thread));
      thread.interrupt();

      assertThatThrownBy(waiting::get)
          .hasStackTraceContaining("on which another driver is working, was interrupted");
      answering.countDown();
      working.get();
    }
    proveRows(read("cancel-both"));
    assertThat(Actions.accepted(sandbox, "cancel-both-w")).hasSize(1);
  }

  @Test
  void aStartedRunThatIsStoppedSaysSoAndGoesOnWhenAskedAgain() {
    jobsStartAfter(FOR_EVER);
    TransformRun run = start("cancel-started");
    awaitJob("cancel-started");

    run.cancel();

    assertThatThrownBy(run::await).hasMessageContaining("Run 'cancel-started' was stopped");
    proveThatTheRunIsStoppedAndGoesOn("cancel-started");
  }

  @Test
  void aRunThatIsStoppedAsSoonAsItIsStartedPaysNoFurtherJob() {
    jobsStartAfter(FOR_EVER);
    TransformRun run = start("cancel-at-once");
    run.stop();

    assertThatThrownBy(run::await).hasMessageContaining("Run 'cancel-at-once' was stopped");
    proveThatTheRunIsStoppedAndGoesOn("cancel-at-once");
  }

  @Test
  void aRunThatWaitsForItsNextWaveIsStoppedByAnotherDriver() throws Exception {
    String pollInterval = options.remove("pollInterval");
    sandbox.sageMaker().fault(Fault.capacityError());
    FutureTask<Void> write = inThread(() -> write("cancel-pausing"));
    awaitJob("cancel-pausing");
    await(() -> jobStatus("cancel-pausing").equals("Failed"));

    run("cancel-pausing").stop();

    assertThatThrownBy(write::get)
        .hasStackTraceContaining("was asked to stop before its next wave");
    options.put("pollInterval", pollInterval);
    proveThatTheRunIsStoppedAndGoesOn("cancel-pausing");
  }

  @Test
  void aRunThatWasStoppedWhileNobodyAwaitedItGoesOnInOneCall() {
    jobsStartAfter(FOR_EVER);
    options.put("wait", "false");
    write("cancel-unwatched");
    run("cancel-unwatched").stop();

    proveRows(run("cancel-unwatched").result());

    assertThat(Actions.accepted(sandbox, "cancel-unwatched-w")).hasSize(2);
  }

  @Test
  void stoppingSparkStopsTheJobOfAWriteThatWaits() throws Exception {
    jobsStartAfter(FOR_EVER);
    try (DriverProcess driver = driver("cancel-spark-stopped")) {
      awaitJob("cancel-spark-stopped");
      driver.stopSpark();

      assertThat(driver.awaitLine("failed cancel-spark-stopped")).contains("It was stopped");
    }
    assertThat(jobStatus("cancel-spark-stopped")).startsWith("Stop");
    proveThatTheRunIsStoppedAndGoesOn("cancel-spark-stopped");
  }

  @Test
  void aDriverThatIsToldToEndStopsItsJobFirst() throws Exception {
    jobsStartAfter(FOR_EVER);
    try (DriverProcess driver = driver("cancel-terminated")) {
      awaitJob("cancel-terminated");
      driver.terminate();
    }
    assertThat(jobStatus("cancel-terminated")).startsWith("Stop");
    proveThatTheRunIsStoppedAndGoesOn("cancel-terminated");
  }

  @Test
  void cancellingTheJobGroupWhileRowsAreStagedEndsTheWriteAndNothingIsLeft() throws Exception {
    SparkContext spark = sandbox.spark().sparkContext();
    MapFunction<Row, Long> neverEnds =
        row -> {
          STAGING.countDown();
          new CountDownLatch(1).await();
          return row.getLong(0);
        };
    Dataset<Row> rows =
        sandbox.spark().range(DriverRun.ROWS).toDF().map(neverEnds, Encoders.LONG()).toDF("id");
    FutureTask<Void> write =
        inThread(
            () -> {
              spark.setJobGroup("mine", "to be cancelled", true);
              write("cancel-staging", rows);
            });
    STAGING.await();

    spark.cancelJobGroup("mine");

    assertThatThrownBy(write::get).hasStackTraceContaining("cancelled");
    assertThat(StagingPaths.files(sandbox, path)).isEmpty();
    assertThat(Actions.accepted(sandbox, "cancel-staging-w")).isEmpty();
  }

  private void proveThatTheRunIsStoppedAndGoesOn(String runId) {
    assertThat(run(runId).status().state()).isEqualTo("STOPPED");
    assertThat(run(runId).status().jobs()).hasSize(1);

    write(runId);

    proveRows(read(runId));
    assertThat(run(runId).status().jobs())
        .isEqualTo(Actions.accepted(sandbox, runId + "-w"))
        .hasSize(2);
    assertThat(StagingPaths.files(sandbox, path)).noneMatch(file -> file.startsWith("_claims"));
  }

  private static void proveRows(Dataset<Row> scored) {
    assertThat(scored.where("prediction.tripled = id * 3").count()).isEqualTo(DriverRun.ROWS);
    assertThat(scored.count()).isEqualTo(DriverRun.ROWS);
  }

  private void jobsStartAfter(Duration delay) {
    sandbox.sageMaker().fault(Fault.slowStart(delay));
  }

  private DriverProcess driver(String runId) {
    return DriverProcess.start(sandbox, options, List.of(DriverRun.plain(runId, 0)));
  }

  private record Cancelled(Throwable failure, boolean stillInterrupted) {}

  /** Interrupts the thread of a write once its job has been started. */
  private Cancelled cancel(String runId) throws InterruptedException {
    AtomicReference<@Nullable Cancelled> result = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                write(runId);
              } catch (RuntimeException failure) {
                result.set(new Cancelled(failure, Thread.currentThread().isInterrupted()));
              }
            });
    thread.start();
    awaitJob(runId);
    thread.interrupt();
    thread.join();
    return Objects.requireNonNull(result.get());
  }

  private static FutureTask<Void> inThread(Runnable action) {
    FutureTask<Void> task = new FutureTask<>(action, null);
    new Thread(task).start();
    return task;
  }

  /** Until the ledger names the job. */
  private void awaitJob(String runId) {
    await(() -> !Actions.accepted(sandbox, runId + "-w").isEmpty());
    await(() -> !run(runId).status().jobs().isEmpty());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private static boolean isWaitingForAnotherDriver(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame -> (frame.getClassName() + frame.getMethodName()).endsWith("RunClaimstake"));
  }

  private String jobStatus(String runId) {
    String job = Actions.accepted(sandbox, runId + "-w").get(0);
    return sandbox
        .api()
        .call("DescribeTransformJob", Map.of("TransformJobName", job))
        .path("TransformJobStatus")
        .asText();
  }

  private TransformRun run(String runId) {
    return BatchTransform.attach(sandbox.spark(), path, runId);
  }

  private TransformRun start(String runId) {
    return BatchTransform.on(sandbox.spark().range(0, DriverRun.ROWS, 1, 3).toDF())
        .options(options)
        .option("runId", runId)
        .start();
  }

  private void write(String runId) {
    write(runId, sandbox.spark().range(0, DriverRun.ROWS, 1, 3).toDF());
  }

  private void write(String runId, Dataset<Row> rows) {
    rows.write().format("sagemaker").options(options).option("runId", runId).mode("append").save();
  }

  private Dataset<Row> read(String runId) {
    return sandbox.spark().read().format("sagemaker").option("runId", runId).load(path);
  }
}
