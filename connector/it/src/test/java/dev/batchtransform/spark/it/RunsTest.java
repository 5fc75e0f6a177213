package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.events.RunChanged;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs beside each other, again, replaced and attached to. */
@ExtendWith(SandboxExtension.class)
class RunsTest {

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final String path;

  RunsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    this.path = options.get("stagingPath");
  }

  @AfterEach
  void stopContainer() {
    container.close();
  }

  @Test
  void twoRunsSideBySideUnderOneStagingPathKeepTheirRowsApart() {
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> write("morning", 40, SaveMode.Append));
    write("evening", 60, SaveMode.Append);
    other.join();

    assertThat(read("morning").count()).isEqualTo(40);
    assertThat(read("evening").filter("prediction.tripled = id * 3").count()).isEqualTo(60);
  }

  @Test
  void overwriteReplacesTheRunItNamesAndItsSiblingSurvives() {
    write("a", 10, SaveMode.Append);
    write("a1", 20, SaveMode.Append);
    int jobs = Actions.created(sandbox);

    write("a", 30, SaveMode.Overwrite);

    assertThat(Actions.created(sandbox) - jobs).as("a job of its own, and no more").isEqualTo(1);
    assertThat(read("a").count()).isEqualTo(30);
    assertThat(read("a1").filter("prediction.tripled = id * 3").count()).isEqualTo(20);
  }

  @Test
  void theSameWriteAgainReturnsTheRunAndPaysForNothing() {
    write("nightly", 50, SaveMode.Append);
    List<String> files = StagingPaths.files(sandbox, path);
    int jobs = Actions.created(sandbox);

    write("nightly", 50, SaveMode.Append);

    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
    assertThat(StagingPaths.files(sandbox, path)).isEqualTo(files);
    assertThat(read("nightly").count()).isEqualTo(50);
  }

  @Test
  void sparksListenersAreToldOfEachStateAndWave() {
    List<String> told = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onOtherEvent(SparkListenerEvent event) {
            if (event instanceof RunChanged run && run.runId().equals("told")) {
              told.add(run.state() + " " + run.wave() + " " + run.jobName().isPresent());
            }
          }
        };
    sandbox.spark().sparkContext().addSparkListener(listener);
    try {
      write("told", 50, SaveMode.Append);

      await().atMost(Duration.ofMinutes(1)).until(() -> told.toString().contains("COMPLETED"));
      assertThat(told)
          .startsWith("STAGING OptionalInt.empty false")
          .contains("RUNNING OptionalInt[0] true")
          .endsWith("COMPLETED OptionalInt[0] true")
          .hasSizeLessThan(8);
    } finally {
      sandbox.spark().sparkContext().removeSparkListener(listener);
    }
  }

  @Test
  void aRunIdUsedForSomethingElseIsRefusedWithTheDifference() {
    write("nightly", 10, SaveMode.Append);
    options.put("inputColumns", "id");

    assertThatThrownBy(() -> write("nightly", 10, SaveMode.Append))
        .hasMessageContaining("differs from it in [inputColumns]");
  }

  @Test
  void ifRunExistsFailRefuses() {
    write("nightly", 10, SaveMode.Append);
    options.put("ifRunExists", "fail");

    assertThatThrownBy(() -> write("nightly", 10, SaveMode.Append))
        .hasMessageContaining("ifRunExists=fail");
  }

  @Test
  void aRunThatNobodyWaitedForIsAttachedTo() {
    options.put("wait", "false");
    write("later", 40, SaveMode.Append);

    TransformRun run = BatchTransform.attach(sandbox.spark(), path, "later");

    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(40);
    assertThat(run.status().state()).isEqualTo("COMPLETED");
    assertThat(run.status().jobs()).hasSize(1);
    assertThat(run.status().filesDone()).isEqualTo(run.status().files());
    assertThat(run.cost().usd()).isPresent();
  }

  @Test
  void aStoppedRunKeepsWhatIsFinishedAndTheSameWriteGoesOnWithIt() {
    sandbox.sageMaker().fault(Fault.stop(2));

    assertThatThrownBy(() -> write("stopped", 100, SaveMode.Append))
        .hasMessageContaining("was stopped")
        .hasMessageContaining("goes on from there");
    Dataset<Row> partly = read("stopped");
    assertThat(partly.count()).isEqualTo(100);
    assertThat(partly.filter("prediction_error.code = 'NOT_RUN'").count()).isBetween(1L, 99L);
    assertThat(partly.filter("prediction.tripled = id * 3 OR prediction IS NULL").count())
        .isEqualTo(100);

    write("stopped", 100, SaveMode.Append);

    assertThat(read("stopped").filter("prediction.tripled = id * 3").count()).isEqualTo(100);
    assertThat(BatchTransform.attach(sandbox.spark(), path, "stopped").status().jobs()).hasSize(2);
  }

  @Test
  void aJobWhoseCreateWasAnsweredToNobodyIsFoundAndNotStartedTwice() {
    sandbox.sageMaker().fault(Fault.lostAnswer("CreateTransformJob"));

    write("lost", 50, SaveMode.Append);

    assertThat(read("lost").filter("prediction.tripled = id * 3").count()).isEqualTo(50);
    assertThat(BatchTransform.attach(sandbox.spark(), path, "lost").status().jobs()).hasSize(1);
  }

  @Test
  void aJobThatTheServiceItselfFailedIsSentAgainAsItWas() {
    sandbox.sageMaker().fault(Fault.internalError());

    write("again", 50, SaveMode.Append);

    Dataset<Row> files =
        sandbox
            .spark()
            .read()
            .format("sagemaker")
            .option("table", "files")
            .option("runId", "again")
            .load(path);
    assertThat(files.filter("outcome = 'SCORED'").count()).isEqualTo(files.count());
    assertThat(read("again").filter("prediction.tripled = id * 3").count()).isEqualTo(50);
  }

  @Test
  void throttledCallsAreRepeated() {
    sandbox.sageMaker().fault(Fault.throttle("CreateTransformJob", 2));
    sandbox.sageMaker().fault(Fault.throttle("DescribeTransformJob", 2));

    write("throttled", 50, SaveMode.Append);

    assertThat(read("throttled").filter("prediction.tripled = id * 3").count()).isEqualTo(50);
  }

  @Test
  void aRunThatIsNotOverCannotBeReadYet() {
    options.put("wait", "false");
    write("later", 40, SaveMode.Append);

    assertThatThrownBy(() -> read("later"))
        .hasMessageContaining("Cannot read run 'later'")
        .hasMessageContaining("attach");
    BatchTransform.attach(sandbox.spark(), path, "later").await();
  }

  @Test
  void theManifestNamesExactlyTheFilesThatWereStaged() {
    write("one", 40, SaveMode.Append);

    List<String> files = StagingPaths.files(sandbox, path);
    String root =
        files.get(0).substring(0, files.get(0).indexOf("/run_id=one/") + "/run_id=one/".length());
    assertThat(files).allMatch(file -> file.startsWith(root));
    String manifest = StagingPaths.text(sandbox, path + "/" + root + "manifests/0.json");
    assertThat(files.stream().filter(file -> file.contains("/input/")))
        .isNotEmpty()
        .allSatisfy(
            file -> assertThat(manifest).contains(file.substring(file.lastIndexOf('/') + 1)));
    assertThat(manifest).startsWith("[{\"prefix\":\"s3://sandbox/");
  }

  private void write(String runId, long rows, SaveMode mode) {
    Frames.numbers(sandbox.spark(), rows)
        .write()
        .format("sagemaker")
        .options(options)
        .option("runId", runId)
        .mode(mode)
        .save();
  }

  private Dataset<Row> read(String runId) {
    return sandbox.spark().read().format("sagemaker").option("runId", runId).load(path);
  }
}
