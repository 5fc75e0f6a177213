package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.Purge;
import dev.batchtransform.spark.PurgeResult;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Old runs go whole, and nothing else does. */
@ExtendWith(SandboxExtension.class)
class PurgeTest {

  private static final Duration NOW = Duration.ZERO;
  private static final Duration DAYS = Duration.ofDays(30);

  private final Sandbox sandbox;
  private final String path;

  PurgeTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @Tag("compat")
  @Test
  void aDryRunTellsWhatWouldGoAndDeletesNothing() {
    run("2026-11-22", "a", 30);
    List<String> before = files();

    Purge purge = purge(NOW);

    Row row = purge.runs().first();
    assertThat(row.<String>getAs("run_id")).isEqualTo("a");
    assertThat(row.<String>getAs("dt")).isEqualTo("2026-11-22");
    assertThat(row.<String>getAs("state")).isEqualTo("COMPLETED");
    assertThat(row.<Long>getAs("rows")).isEqualTo(30);
    assertThat(row.<Long>getAs("files")).isEqualTo(before.size());
    assertThat(row.<Long>getAs("bytes")).isPositive();
    assertThat(row.<Object>getAs("finished")).isNotNull();
    assertThat(row.<String>getAs("location")).isEqualTo(path + "/dt=2026-11-22/run_id=a");
    assertThat(purge.toString()).contains(": 1 run with").contains("would be deleted");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void whatIsOldGoesWholeAndWhatIsYoungStays() {
    run("2026-11-22", "old", 10);
    run("2026-11-22", "young", 20);
    age("2026-11-22", "old");

    PurgeResult result = purge(DAYS).delete();

    assertThat(result).isEqualTo(new PurgeResult(List.of("old"), List.of()));
    assertThat(files())
        .isNotEmpty()
        .allMatch(file -> file.startsWith("dt=2026-11-22/run_id=young/"));
    assertThat(read("young").filter("prediction.tripled = id * 3").count()).isEqualTo(20);
  }

  @Test
  void aSiblingWhoseNameBeginsAlikeSurvives() {
    run("2026-11-22", "a", 10);
    run("2026-11-22", "a1", 20);
    age("2026-11-22", "a");

    purge(DAYS).delete();

    assertThat(files()).isNotEmpty().allMatch(file -> file.contains("/run_id=a1/"));
    assertThat(read("a1").count()).isEqualTo(20);
  }

  @Test
  void aDayWithoutRunsGoesTooAndOneWithOthersStays(@TempDir Path folder) throws Exception {
    String local = folder.toUri().toString();
    run(local, "2026-11-21", "a", 5);
    run(local, "2026-11-22", "b", 5);
    Path stranger = Files.createDirectories(folder.resolve("dt=2026-11-22/notes"));

    PurgeResult result = BatchTransform.purge(sandbox.spark(), local, NOW).delete();

    assertThat(result.deleted()).containsExactlyInAnyOrder("a", "b");
    assertThat(folder).isDirectoryNotContaining("glob:**dt=2026-11-21");
    assertThat(stranger).exists();
  }

  /** As on a laptop; a listing says {@code file:} of what lies there. */
  @Test
  void aStagingPathWithoutASchemeIsPurgedToo(@TempDir Path folder) {
    run(folder.toString(), "2026-11-21", "a", 5);

    PurgeResult result = BatchTransform.purge(sandbox.spark(), folder.toString(), NOW).delete();

    assertThat(result).isEqualTo(new PurgeResult(List.of("a"), List.of()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void foldersOfOthersSurvive() {
    run("2026-11-22", "mine", 5);
    StagingPaths.write(sandbox, path + "/dt=2026-11-22/run_id=x/data.csv", "1");
    StagingPaths.write(sandbox, path + "/dt=2026-11-22/run_id=y/_run.json", "{\"run\":\"theirs\"}");
    StagingPaths.write(sandbox, path + "/dt=2026-11-22/run_id=z/_run.json", "not json");
    StagingPaths.write(sandbox, path + "/run_id=mine/_run.json", ledger("2026-11-22", "mine"));
    StagingPaths.write(
        sandbox, path + "/dt=2026-11-22/run_id=copy/_run.json", ledger("2026-11-22", "mine"));
    StagingPaths.write(
        sandbox, path + "/dt=2026-11-20/run_id=mine/_run.json", ledger("2026-11-22", "mine"));

    Purge purge = purge(NOW);
    purge.delete();

    assertThat(files())
        .containsExactlyInAnyOrder(
            "dt=2026-11-20/run_id=mine/_run.json",
            "dt=2026-11-22/run_id=copy/_run.json",
            "dt=2026-11-22/run_id=x/data.csv",
            "dt=2026-11-22/run_id=y/_run.json",
            "dt=2026-11-22/run_id=z/_run.json",
            "run_id=mine/_run.json");
    assertThat(purge.kept().select("location").collectAsList())
        .extracting(row -> row.getString(0).substring(row.getString(0).lastIndexOf('/') + 1))
        .containsExactlyInAnyOrder("run_id=copy", "run_id=mine", "run_id=y", "run_id=z");
  }

  @Test
  void aLedgerOfANewerVersionSurvivesAndIsNamed() {
    run("2026-11-22", "a", 5);
    rewrite("2026-11-22", "a", "\"format\":1", "\"format\":99");

    Purge purge = purge(NOW);

    assertThat(purge.delete().deleted()).isEmpty();
    assertThat(purge.kept().first().<String>getAs("why")).contains("newer than this connector");
    assertThat(files()).isNotEmpty();
  }

  @Test
  void aRunThatHasNotEndedSurvives() {
    run("2026-11-22", "running", 5);
    rewrite("2026-11-22", "running", "\"state\":\"COMPLETED\"", "\"state\":\"RUNNING\"");
    run("2026-11-22", "staging", 5);
    rewrite("2026-11-22", "staging", "\"state\":\"COMPLETED\"", "\"state\":\"STAGING\"");
    List<String> before = files();

    Purge purge = purge(NOW);

    assertThat(purge.delete()).isEqualTo(new PurgeResult(List.of(), List.of()));
    assertThat(purge.kept().first().<String>getAs("why")).contains("it is RUNNING");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aRunThatHasChangedSinceItWasFoundSurvives() {
    run("2026-11-22", "a", 5);
    Purge purge = purge(NOW);
    rewrite("2026-11-22", "a", "\"state\":\"COMPLETED\"", "\"state\":\"RUNNING\"");

    PurgeResult result = purge.delete();

    assertThat(result).isEqualTo(new PurgeResult(List.of(), List.of("a")));
    assertThat(below("output")).isNotEmpty();
  }

  @Test
  void aStorageThatRefusesToDeleteCostsAWarningAndTheNextPurgeGoesOn(@TempDir Path folder) {
    String local = folder.toUri().toString();
    run(local, "2026-11-21", "kept", 5);
    run(local, "2026-11-22", "gone", 5);
    Configuration hadoop = sandbox.spark().sparkContext().hadoopConfiguration();
    hadoop.setClass("fs.file.impl", KeepsRowLogs.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    try (Warnings warnings = Warnings.of("dev.batchtransform.spark")) {
      PurgeResult result = BatchTransform.purge(sandbox.spark(), local, NOW).delete();

      assertThat(result).isEqualTo(new PurgeResult(List.of("gone"), List.of("kept")));
      assertThat(warnings.texts()).anyMatch(text -> text.contains("its ledger stays"));
    } finally {
      hadoop.unset("fs.file.impl");
      hadoop.unset("fs.file.impl.disable.cache");
    }

    assertThat(BatchTransform.purge(sandbox.spark(), local, NOW).delete().deleted())
        .containsExactly("kept");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRunOfManyFilesIsDeletedInBulk() {
    BatchTransform.on(Frames.numbers(sandbox.spark(), 90))
        .option("executor", "local")
        .option("localModel", "class:" + LocalScoringTest.Tripling.class.getName())
        .option("stagingPath", path)
        .option("maxRecordsPerFile", 1)
        .start()
        .await();
    assertThat(files()).hasSizeGreaterThan(270);
    Purge purge = purge(NOW);
    Map<String, Long> before = StagingPaths.requests(sandbox, path);

    purge.delete();

    Map<String, Long> after = StagingPaths.requests(sandbox, path);
    assertThat(files()).isEmpty();
    for (String request :
        List.of("object_metadata_request", "object_list_request", "object_delete_request")) {
      assertThat(after.get(request) - before.get(request)).as(request).isLessThan(50);
    }
  }

  @Test
  void aPathWithoutRunsHasNothingToPurge() {
    assertThat(purge(NOW).runs().count()).isZero();
    assertThat(purge(NOW).delete()).isEqualTo(new PurgeResult(List.of(), List.of()));
    assertThatThrownBy(() -> purge(Duration.ofDays(-1)))
        .hasMessageContainingAll("-24h", "must not be negative");
  }

  /** A file system on which one run's row logs cannot be deleted. */
  public static final class KeepsRowLogs extends LocalFileSystem {
    @Override
    public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
      if (file.toString().endsWith("run_id=kept/rows")) {
        throw new AccessControlException("403");
      }
      return super.delete(file, recursive);
    }
  }

  private Purge purge(Duration olderThan) {
    return BatchTransform.purge(sandbox.spark(), path, olderThan);
  }

  private void run(String dt, String runId, long rows) {
    run(path, dt, runId, rows);
  }

  private void run(String stagingPath, String dt, String runId, long rows) {
    BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
        .option("executor", "local")
        .option("localModel", "class:" + LocalScoringTest.Tripling.class.getName())
        .option("stagingPath", stagingPath)
        .option("dt", dt)
        .option("runId", runId)
        .start()
        .await();
  }

  /** Lets a run have happened a year before. */
  private void age(String dt, String runId) {
    String ledger = ledger(dt, runId).replaceAll("\"20\\d\\d-(\\d\\d-\\d\\dT)", "\"2020-$1");
    StagingPaths.write(sandbox, ledgerPath(dt, runId), ledger);
  }

  private void rewrite(String dt, String runId, String from, String to) {
    String ledger = ledger(dt, runId);
    assertThat(ledger).contains(from);
    StagingPaths.write(sandbox, ledgerPath(dt, runId), ledger.replaceFirst(from, to));
  }

  private String ledger(String dt, String runId) {
    return StagingPaths.text(sandbox, ledgerPath(dt, runId));
  }

  private String ledgerPath(String dt, String runId) {
    return path + "/dt=" + dt + "/run_id=" + runId + "/_run.json";
  }

  private Dataset<Row> read(String runId) {
    return sandbox.spark().read().format("sagemaker").option("runId", runId).load(path);
  }

  private List<String> files() {
    return StagingPaths.files(sandbox, path);
  }

  private List<String> below(String folder) {
    return files().stream().filter(file -> file.contains("/" + folder + "/")).toList();
  }
}
