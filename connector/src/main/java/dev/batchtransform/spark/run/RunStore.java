package dev.batchtransform.spark.run;

import dev.batchtransform.spark.fault.FaultPoint;
import dev.batchtransform.spark.stage.RunLayout;
import dev.batchtransform.spark.stage.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The runs below one staging path, each found by its ledger. */
public final class RunStore {
  private final Path stagingPath;
  private final Configuration hadoop;

  /** The runs below {@code stagingPath}, reached with the session's Hadoop configuration. */
  public RunStore(Path stagingPath, Configuration hadoop) {
    this.stagingPath = stagingPath;
    this.hadoop = hadoop;
  }

  /** Where a run lies. */
  public RunLayout layout(RunLedger run) {
    return layout(run.dt(), run.runId());
  }

  /** Where the run of that name and day lies, whether it exists or not. */
  public RunLayout layout(String dt, String runId) {
    return RunLayout.of(stagingPath, dt, runId);
  }

  /** Replaces a run's ledger. */
  public void save(RunLedger run) {
    Path ledger = layout(run).ledger();
    FaultPoint.LEDGER_WRITE.reached();
    try {
      WholeFile.write(ledger, LedgerJson.write(run), hadoop);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "Cannot write the run's ledger "
              + ledger
              + ". Check that the option 'stagingPath' names a place this Spark application may write to: "
              + failure.getMessage(),
          failure);
    }
    FaultPoint.LEDGER_WRITTEN.reached();
  }

  /** The run of that name, on whatever day it began. */
  public Optional<RunLedger> find(String runId) {
    return ledgers("run_id=" + runId).stream().max(Comparator.comparing(RunLedger::created));
  }

  /** The completed run that began last. */
  public Optional<RunLedger> newestCompleted() {
    return all().stream()
        .filter(run -> run.state() == RunState.COMPLETED)
        .max(Comparator.comparing(RunLedger::created).thenComparing(RunLedger::runId));
  }

  /** All runs, the oldest first. */
  public List<RunLedger> all() {
    return ledgers("run_id=*").stream()
        .sorted(Comparator.comparing(RunLedger::created).thenComparing(RunLedger::runId))
        .toList();
  }

  private List<RunLedger> ledgers(String runPattern) {
    Path pattern = new Path(new Path(stagingPath, "dt=*"), runPattern + "/_run.json");
    try {
      FileStatus[] found = stagingPath.getFileSystem(hadoop).globStatus(pattern);
      List<RunLedger> ledgers = new ArrayList<>();
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        read(status.getPath()).ifPresent(ledgers::add);
      }
      return ledgers;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "Cannot look for runs in "
              + stagingPath
              + ". Check that the option 'stagingPath' names a place this Spark application may read: "
              + failure.getMessage(),
          failure);
    }
  }

  /** The ledger at that path; empty when there is none. */
  Optional<RunLedger> read(Path ledger) throws IOException {
    FileSystem fileSystem = ledger.getFileSystem(hadoop);
    try (InputStream in = fileSystem.open(ledger)) {
      RunLedger run = LedgerJson.read(in.readAllBytes());
      if (run.format() > RunLedger.FORMAT) {
        throw new IOException(
            "the run's format "
                + run.format()
                + " is newer than this connector; use a newer connector");
      }
      return Optional.of(run);
    } catch (FileNotFoundException deletedMeanwhile) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new IOException(
          "Cannot read the run's ledger " + ledger + ": " + failure.getMessage(), failure);
    }
  }
}
