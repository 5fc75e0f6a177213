package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.LoggedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStoreTest {
  @TempDir java.nio.file.Path parent;

  private java.nio.file.Path staging;

  @BeforeEach
  void plainPath() {
    staging = parent.resolve("scoring");
  }

  private RunStore store() {
    return new RunStore(new Path("file://" + staging), new Configuration(false));
  }

  /** A ledger as an earlier driver has left it. */
  private java.nio.file.Path write(String dt, String runId, String state) throws IOException {
    java.nio.file.Path folder = staging.resolve("dt=" + dt).resolve("run_id=" + runId);
    Files.createDirectories(folder);
    String json =
        new String(LedgerJson.write(Runs.afterWaves()), java.nio.charset.StandardCharsets.UTF_8)
            .replace("\"nightly\"", "\"" + runId + "\"")
            .replace("2026-11-23", dt)
            .replace(Instant.EPOCH.toString(), dt + "T00:00:00Z")
            .replace("\"STAGED\"", "\"" + state + "\"");
    return Files.writeString(folder.resolve("_run.json"), json);
  }

  @Test
  void aRunIsFoundByItsNameOnWhateverDayItBegan() throws IOException {
    for (int day = 1; day <= 28; day++) {
      write("2026-10-%02d".formatted(day), "nightly-" + day, "COMPLETED");
    }

    assertThat(store().find("nightly-7").orElseThrow().dt()).isEqualTo("2026-10-07");
    assertThat(store().find("nightly-2").orElseThrow().runId()).isEqualTo("nightly-2");
    assertThat(store().find("nightly")).isEmpty();
    assertThat(store().all()).hasSize(28);
  }

  @Test
  void aGeneratedNameTellsItsDayAndIsFoundOnAnotherOneAllTheSame() throws IOException {
    assertThat(GeneratedRunId.dayOf(GeneratedRunId.at(Instant.parse("2026-10-07T23:59:59Z"))))
        .contains("2026-10-07");
    assertThat(GeneratedRunId.dayOf("nightly-2026-10-07")).isEmpty();
    write("2026-01-01", "20261007-120000-0a1b2c3d", "COMPLETED");

    assertThat(store().find("20261007-120000-0a1b2c3d").orElseThrow().dt()).isEqualTo("2026-01-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a[bc]", "a{b,c}", "a*", "a?", "a[b", "with space", "dt=2026-01-01"})
  void aStagingPathIsTakenByTheLetter(String name) throws IOException {
    staging = parent.resolve(name);
    write("2026-11-22", "nightly", "COMPLETED");
    staging = parent.resolve("ab");
    write("2026-11-22", "other", "COMPLETED");
    staging = parent.resolve(name);

    assertThat(store().find("nightly")).isPresent();
    assertThat(store().find("other")).isEmpty();
    assertThat(store().all()).extracting(RunLedger::runId).containsExactly("nightly");
  }

  @Test
  void aLedgerThatCannotBeReadHidesNoOtherOne() throws IOException {
    write("2026-11-20", "first", "COMPLETED");
    Files.writeString(write("2026-11-21", "damaged", "COMPLETED"), "not json");
    write("2026-11-22", "last", "RUNNING");

    assertThat(store().all()).extracting(RunLedger::runId).isEqualTo(List.of("first", "last"));
    assertThat(store().newestCompleted().orElseThrow().runId()).isEqualTo("first");
    assertThatThrownBy(() -> store().find("damaged")).hasMessageContaining("run_id=damaged");
  }

  @Test
  void whichRunIsTheNewestIsSaidAloudWhereThereAreOthers() throws IOException {
    try (LoggedLines lines = LoggedLines.of(RunStore.class.getName())) {
      write("2026-11-20", "first", "COMPLETED");
      store().newestCompleted();
      assertThat(lines.all()).singleElement().asString().contains("run first");
      assertThat(lines.warnings()).isEmpty();

      write("2026-11-22", "last", "COMPLETED");
      store().newestCompleted();
      assertThat(lines.warnings())
          .singleElement()
          .asString()
          .startsWith("Reading run last, the newest completed one of 2 runs in")
          .contains("'runId'");
    }
  }

  @Test
  void thatNoLedgerCanBeReadIsToldAndNotTakenForNoRuns() throws IOException {
    Files.writeString(write("2026-11-21", "damaged", "COMPLETED"), "not json");
    Files.createDirectories(staging.resolve("dt=2026-11-22").resolve("run_id=no-ledger"));

    assertThatThrownBy(() -> store().all())
        .hasMessageContaining("Cannot read the run's ledger")
        .hasMessageContaining("run_id=damaged");
  }

  @Test
  void aRunWhoseLedgerLiesOnlyBesideItsNameIsFound() throws IOException {
    java.nio.file.Path ledger = write("2026-11-22", "nightly", "RUNNING");
    Files.move(ledger, ledger.resolveSibling("_run.json.next"));

    assertThat(store().find("nightly").orElseThrow().state()).isEqualTo(RunState.RUNNING);
    assertThat(store().all()).hasSize(1);
  }

  @Test
  void thereAreNoRunsWhereThereIsNothing() {
    assertThat(store().all()).isEmpty();
    assertThat(store().find("nightly")).isEmpty();
  }
}
