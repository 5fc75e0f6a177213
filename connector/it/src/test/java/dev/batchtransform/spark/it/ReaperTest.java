package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.ReapResult;
import dev.batchtransform.spark.Reaper;
import dev.batchtransform.spark.Reaping;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.driver.Jvm;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that go on and cost money although nobody watches them. */
@ExtendWith(SandboxExtension.class)
class ReaperTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final String path;

  ReaperTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    this.path = options.get("stagingPath");
    sandbox.sageMaker().fault(Fault.slowStart(Duration.ofHours(1)));
  }

  @AfterEach
  void stopContainer() {
    container.close();
    sandbox.sageMaker().clearFaults();
  }

  @Test
  void theJobOfADriverThatWasKilledIsStoppedAndItsRunGoesOn() throws Exception {
    try (DriverProcess driver =
        DriverProcess.start(sandbox, options, List.of(DriverRun.plain("reap-killed", 0)))) {
      awaitJob("reap-killed");
      driver.kill();
    }
    String job = job("reap-killed");

    Reaping dryRun = reap(DAY);
    assertThat(dryRun.jobs().select("job", "run_id", "wave").collectAsList())
        .hasToString("[[" + job + ",reap-killed,0]]");
    assertThat(dryRun).asString().contains(job);
    assertThat(status(job)).isEqualTo("InProgress");

    assertThat(program("--staging-path", path, "--stop")).contains("Stopped [" + job + "]");

    assertThat(status(job)).startsWith("Stop");
    assertThat(state("reap-killed")).isEqualTo("STOPPED");
    assertThat(reap(Duration.ZERO).jobs().count()).isZero();
    assertThat(dryRun.stop()).isEqualTo(new ReapResult(List.of(), List.of(job)));
    write("reap-killed");
    assertThat(read("reap-killed").where("prediction.tripled = id * 3").count())
        .isEqualTo(DriverRun.ROWS);
    assertThat(StagingPaths.files(sandbox, path)).noneMatch(file -> file.startsWith("_claims"));
  }

  @Test
  void aJobThatADriverWatchesIsLeftAlone() {
    CompletableFuture<Void> write = CompletableFuture.runAsync(() -> write("reap-watched"));
    awaitJob("reap-watched");

    Reaping reaping = reap(Duration.ZERO);

    assertThat(reaping.jobs().count()).isZero();
    assertThat(reaping.kept().collectAsList())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.getString(0)).endsWith("/run_id=reap-watched");
              assertThat(kept.getString(1)).isEqualTo("A driver is working on the run.");
            });
    assertThat(reaping.stop()).isEqualTo(new ReapResult(List.of(), List.of()));
    assertThat(status(job("reap-watched"))).isEqualTo("InProgress");
    BatchTransform.attach(sandbox.spark(), path, "reap-watched").stop();
    assertThatThrownBy(write::join).hasStackTraceContaining("was stopped");
  }

  @Test
  void aJobThatNobodyWasToWaitForIsLeftAloneUntilItIsOld() {
    options.put("wait", "false");
    write("reap-unwatched");
    String job = job("reap-unwatched");

    Reaping young = reap(DAY);
    assertThat(young.jobs().count()).isZero();
    assertThat(young.kept().first().getString(1)).contains("wait=false");

    assertThat(reap(Duration.ZERO).stop()).isEqualTo(new ReapResult(List.of(job), List.of()));
    assertThat(status(job)).startsWith("Stop");
    assertThat(state("reap-unwatched")).isEqualTo("STOPPED");
  }

  @Test
  void aJobThatWasTakenUpSinceItWasFoundIsLeftAlone() {
    options.put("wait", "false");
    write("reap-taken");
    Reaping reaping = reap(Duration.ZERO);
    long looks = Actions.looks(sandbox, job("reap-taken"));
    CompletableFuture<Void> attached =
        CompletableFuture.runAsync(
            () -> BatchTransform.attach(sandbox.spark(), path, "reap-taken").await());
    await(() -> Actions.looks(sandbox, job("reap-taken")) > looks + 1);

    assertThat(reaping.stop()).isEqualTo(new ReapResult(List.of(), List.of(job("reap-taken"))));

    assertThat(status(job("reap-taken"))).isEqualTo("InProgress");
    BatchTransform.attach(sandbox.spark(), path, "reap-taken").stop();
    assertThatThrownBy(attached::join).hasStackTraceContaining("was stopped");
  }

  @Test
  void aRunThatHasEndedIsNothingToReap() {
    sandbox.sageMaker().clearFaults();
    write("reap-done");

    assertThat(reap(Duration.ZERO).jobs().count()).isZero();
    assertThat(reap(Duration.ZERO).kept().count()).isZero();
  }

  @Test
  void theProgramTellsHowItIsCalled() throws Exception {
    assertThat(program("--help")).contains("--staging-path <uri>").contains("--older-than");
  }

  private Reaping reap(Duration olderThan) {
    return BatchTransform.reap(sandbox.spark(), path, olderThan);
  }

  /** The command line, in a JVM of its own; what it has printed. */
  private String program(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    sandbox.hadoopConf().forEach((key, value) -> all.add("-Dspark.hadoop." + key + "=" + value));
    all.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(Jvm.command(Reaper.class, all))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private void awaitJob(String runId) {
    await(() -> !Actions.accepted(sandbox, runId + "-w").isEmpty());
    await(() -> !BatchTransform.attach(sandbox.spark(), path, runId).status().jobs().isEmpty());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  private String job(String runId) {
    return Actions.accepted(sandbox, runId + "-w").get(0);
  }

  private String state(String runId) {
    return BatchTransform.attach(sandbox.spark(), path, runId).status().state();
  }

  private String status(String job) {
    return sandbox
        .api()
        .call("DescribeTransformJob", Map.of("TransformJobName", job))
        .path("TransformJobStatus")
        .asText();
  }

  private void write(String runId) {
    sandbox
        .spark()
        .range(0, DriverRun.ROWS, 1, 3)
        .toDF()
        .write()
        .format("sagemaker")
        .options(options)
        .option("runId", runId)
        .mode("append")
        .save();
  }

  private Dataset<Row> read(String runId) {
    return sandbox.spark().read().format("sagemaker").option("runId", runId).load(path);
  }
}
