package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.Verification;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code cleanup=input}: what the model was sent goes once a run has completed, and not before. */
@ExtendWith(SandboxExtension.class)
class CleanupTest {

  private static final String RUN = "/dt=2026-11-22/run_id=nightly/";

  private final Sandbox sandbox;
  private final ModelContainer container = Models.triplingBut(17);
  private final Map<String, String> options;
  private final String path;

  CleanupTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    this.path = options.get("stagingPath");
    options.putAll(Map.of("cleanup", "input", "runId", "nightly", "dt", "2026-11-22"));
  }

  @AfterEach
  void leaveNoFaults() {
    FaultPoint.handle(null);
    container.close();
  }

  @Test
  void inputsTheirPartsAndManifestsGoAndTheResultStaysReadable() {
    write();

    assertThat(files()).noneMatch(CleanupTest::isInput);
    assertThat(folders())
        .contains("_run.json", "rows", "output")
        .doesNotContain("input", "manifests");
    proveResult();
    assertThat(verification().holds()).isTrue();
    assertThat(verification().summary()).contains("cleanup=input");
    assertThat(verification().files().filter("checksum_ok IS NOT NULL").count()).isZero();
  }

  @Test
  void theSameWriteAgainReturnsTheRunAndPaysForNothing() {
    write();
    int jobs = Actions.created(sandbox);

    write();

    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
    proveResult();
  }

  @Test
  void withoutTheOptionEverythingStays() {
    options.remove("cleanup");

    write();

    assertThat(files()).anyMatch(CleanupTest::isInput);
    assertThat(verification().files().filter("checksum_ok").count()).isPositive();
  }

  @Test
  void aStoppedRunKeepsItsInputsUntilItHasCompleted() {
    sandbox.sageMaker().fault(Fault.stop(1));

    assertThatThrownBy(this::write).hasMessageContaining("was stopped");

    assertThat(files()).anyMatch(CleanupTest::isInput);
    write();
    assertThat(files()).noneMatch(CleanupTest::isInput);
    proveResult();
  }

  @Test
  void aFailedRunKeepsItsInputs() {
    options.put("onFailure", "fail");

    assertThatThrownBy(this::write).hasMessageContaining("has failed");

    assertThat(files()).anyMatch(CleanupTest::isInput);
  }

  @Test
  void aDriverThatDiesBeforeTheCleanupLeavesARunThatHasCompletedAndTheNextOneCleansUp() {
    dieAt(FaultPoint.LEDGER_WRITTEN);

    assertThatThrownBy(this::write).isInstanceOf(DriverDied.class);

    FaultPoint.handle(null);
    assertThat(files()).anyMatch(CleanupTest::isInput);
    proveResult();
    assertThat(verification().holds()).isTrue();
    int jobs = Actions.created(sandbox);
    write();
    assertThat(files()).noneMatch(CleanupTest::isInput);
    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
    proveResult();
  }

  @Test
  void aDriverThatDiesAfterTheCleanupLeavesARunThatHasCompletedAndTheNextOneSaysSo() {
    dieAt(FaultPoint.LEDGER_WRITE);

    assertThatThrownBy(this::write).isInstanceOf(DriverDied.class);

    FaultPoint.handle(null);
    assertThat(files()).noneMatch(CleanupTest::isInput);
    assertThat(verification().holds()).isTrue();
    proveResult();
    BatchTransform.attach(sandbox.spark(), path, "nightly").await();
    assertThat(ledger()).contains("\"inputs\":\"DELETED\"");
  }

  @Test
  void aLedgerThatCannotBeWrittenAfterTheCleanupDoesNotFailTheRun() {
    FaultPoint.handle(
        point -> {
          if (point == FaultPoint.LEDGER_WRITE && hasCompleted()) {
            throw new IllegalStateException("503");
          }
        });

    write();

    assertThat(files()).noneMatch(CleanupTest::isInput);
    proveResult();
  }

  @Test
  void aStorageThatRefusesToDeleteCostsAWarningAndNotTheRun(@TempDir Path folder) {
    Configuration hadoop = sandbox.spark().sparkContext().hadoopConfiguration();
    hadoop.setClass("fs.file.impl", KeepsInputs.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    try (Warnings warnings = Warnings.of("dev.batchtransform.spark")) {
      long scored =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 30))
              .option("executor", "local")
              .option("localModel", "class:" + LocalScoringTest.Tripling.class.getName())
              .option("stagingPath", folder.toUri().toString())
              .option("cleanup", "input")
              .score()
              .filter("prediction.tripled = id * 3")
              .count();

      assertThat(scored).isEqualTo(30);
      assertThat(warnings.texts())
          .anyMatch(text -> text.contains("/input") && text.contains("files stay, the first is"))
          .anyMatch(text -> text.contains("has completed, but cleanup=input could not delete"));
    } finally {
      hadoop.unset("fs.file.impl");
      hadoop.unset("fs.file.impl.disable.cache");
    }
  }

  /** A file system whose owner may add to it, and delete nothing of what the model was sent. */
  public static final class KeepsInputs extends LocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
      if (file.getName().equals("input")) {
        throw new AccessControlException("403");
      }
      return super.delete(file, recursive);
    }
  }

  /** Not an exception of the kind that anything recovers from. */
  private static final class DriverDied extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The driver dies where it comes to {@code moment} with a ledger that says COMPLETED. */
  private void dieAt(FaultPoint moment) {
    FaultPoint.handle(
        point -> {
          if (point == moment && hasCompleted()) {
            throw new DriverDied();
          }
        });
  }

  private boolean hasCompleted() {
    return ledger().contains("\"state\":\"COMPLETED\"");
  }

  private String ledger() {
    return files().contains(RUN.substring(1) + "_run.json")
        ? StagingPaths.text(sandbox, path + RUN + "_run.json")
        : "";
  }

  private void write() {
    Frames.numbers(sandbox.spark(), 60)
        .write()
        .format("sagemaker")
        .options(options)
        .mode(SaveMode.Append)
        .save();
  }

  private void proveResult() {
    Dataset<Row> result =
        sandbox.spark().read().format("sagemaker").option("runId", "nightly").load(path);
    assertThat(result.count()).isEqualTo(60);
    assertThat(result.filter("prediction.tripled = id * 3").count()).isEqualTo(59);
    assertThat(result.filter("prediction IS NULL").select("id").first().getLong(0)).isEqualTo(17);
  }

  private Verification verification() {
    return BatchTransform.attach(sandbox.spark(), path, "nightly").verify();
  }

  private List<String> files() {
    return StagingPaths.files(sandbox, path);
  }

  private List<String> folders() {
    return files().stream()
        .map(file -> file.substring(RUN.length() - 1).split("/", -1)[0])
        .distinct()
        .toList();
  }

  private static boolean isInput(String file) {
    return file.contains("/input/") || file.contains("/manifests/");
  }
}
