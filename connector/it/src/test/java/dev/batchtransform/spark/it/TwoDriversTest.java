package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several drivers want the same run at the same time. */
@ExtendWith(SandboxExtension.class)
class TwoDriversTest {

  private static final long ROWS = 40;

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final String path;

  TwoDriversTest(Sandbox sandbox) {
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
  void ofSeveralWritesToOneRunOneWorksAndTheOthersReturnItsResult() {
    List<CompletableFuture<Void>> writes =
        Stream.generate(
                () -> CompletableFuture.runAsync(() -> write("two-shared", SaveMode.Append)))
            .limit(3)
            .toList();
    writes.forEach(CompletableFuture::join);

    assertThat(read("two-shared").where("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
    assertThat(Actions.accepted(sandbox, "two-shared-w")).hasSize(1);
    assertThat(container.requests()).hasSize(Math.toIntExact(ROWS));
    assertThat(StagingPaths.files(sandbox, path)).noneMatch(file -> file.startsWith("_claims"));
  }

  @Test
  void whoAttachesToARunThatIsBeingWorkedOnWaitsForItsResult() {
    CompletableFuture<Void> write = writeWhoseJobStartsLate("two-attached", Duration.ofSeconds(3));

    Dataset<Row> result = BatchTransform.attach(sandbox.spark(), path, "two-attached").result();

    assertThat(result.where("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
    write.join();
    assertThat(Actions.accepted(sandbox, "two-attached-w")).hasSize(1);
  }

  @Test
  void aRunThatAnotherDriverAwaitsIsStoppedWithoutWaitingForIt() {
    CompletableFuture<Void> write = writeWhoseJobStartsLate("two-stopped", Duration.ofMinutes(10));

    BatchTransform.attach(sandbox.spark(), path, "two-stopped").stop();

    assertThatThrownBy(write::join).hasStackTraceContaining("Run 'two-stopped' was stopped");
    assertThat(status("two-stopped")).isEqualTo("STOPPED");
    write("two-stopped", SaveMode.Append);
    assertThat(read("two-stopped").where("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
    assertThat(Actions.accepted(sandbox, "two-stopped-w")).hasSize(2);
  }

  @Test
  void aWriteThatWouldBeRefusedIsRefusedWithoutWaiting() {
    CompletableFuture<Void> write = writeWhoseJobStartsLate("two-busy", Duration.ofMinutes(10));

    assertThatThrownBy(() -> write("two-busy", SaveMode.Overwrite))
        .hasMessageContaining("Cannot replace run 'two-busy'");
    options.put("ifRunExists", "fail");
    assertThatThrownBy(() -> write("two-busy", SaveMode.Append))
        .hasMessageContaining("ifRunExists=fail");
    options.remove("ifRunExists");
    options.put("inputColumns", "id");
    assertThatThrownBy(() -> write("two-busy", SaveMode.Append))
        .hasMessageContaining("differs from it in [inputColumns]");

    BatchTransform.attach(sandbox.spark(), path, "two-busy").stop();
    assertThatThrownBy(write::join).hasStackTraceContaining("was stopped");
  }

  @Test
  void aWriteThatGoesOnWithAnOpenWaveFindsItsJobWhateverItsOwnOptions() {
    options.put("wait", "false");
    write("two-resized", SaveMode.Append);
    options.put("wait", "true");
    options.put("instanceCount", "1");

    write("two-resized", SaveMode.Append);

    assertThat(read("two-resized").where("prediction.tripled = id * 3").count()).isEqualTo(ROWS);
    assertThat(Actions.accepted(sandbox, "two-resized-w")).hasSize(1);
  }

  private CompletableFuture<Void> writeWhoseJobStartsLate(String runId, Duration delay) {
    sandbox.sageMaker().fault(Fault.slowStart(delay));
    CompletableFuture<Void> write = CompletableFuture.runAsync(() -> write(runId, SaveMode.Append));
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> write.isDone() || !jobs(runId).isEmpty());
    return write;
  }

  private List<String> jobs(String runId) {
    return Actions.accepted(sandbox, runId + "-w").isEmpty() ? List.of() : attached(runId);
  }

  private List<String> attached(String runId) {
    TransformRun run = BatchTransform.attach(sandbox.spark(), path, runId);
    return run.status().jobs();
  }

  private String status(String runId) {
    return BatchTransform.attach(sandbox.spark(), path, runId).status().state();
  }

  private void write(String runId, SaveMode mode) {
    Frames.numbers(sandbox.spark(), ROWS)
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
