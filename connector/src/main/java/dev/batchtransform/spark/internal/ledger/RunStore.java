package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.claim.RunClaim;
import dev.batchtransform.spark.internal.claim.RunClaims;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.stage.FileChangedException;
import dev.batchtransform.spark.internal.stage.FileVersion;
import dev.batchtransform.spark.internal.stage.ReplacedFile;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StorageTrouble;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs below one staging path, each found by its ledger. */
public final class RunStore {
  private static final Logger LOG = LoggerFactory.getLogger(RunStore.class);
  private static final int MOST_LOOKS = 4;

  private final Path stagingPath;
  private final Configuration hadoop;

  /** Days on which runs were found, so that one who asks again and again looks at one folder. */
  private final Map<String, String> days = new ConcurrentHashMap<>();

  /** The runs below {@code stagingPath}, reached with the session's Hadoop configuration. */
  public RunStore(Path stagingPath, Configuration hadoop) {
    this.stagingPath = stagingPath;
    this.hadoop = hadoop;
  }

  /** The run that is claimed, for the driver that may change it. */
  public ClaimedRun claimed(RunClaim claim) {
    return new ClaimedRun(this, claim, LedgerSlices.of(hadoop));
  }

  /** Where a run lies. */
  public RunLayout layout(RunLedger run) {
    return layout(run.dt(), run.runId());
  }

  /** Where the run of that name and day lies, whether it exists or not. */
  public RunLayout layout(String dt, String runId) {
    return RunLayout.of(stagingPath, dt, runId);
  }

  /** The claims that drivers make on these runs. */
  public RunClaims claims() {
    return new RunClaims(stagingPath, hadoop);
  }

  /** Replaces the ledger of the run that is claimed. */
  void save(RunLedger run, RunClaim claim, LedgerSlices slices) {
    Path ledger = layout(run).ledger();
    FaultPoint.LEDGER_WRITE.reached();
    try {
      claim.requireHeld();
      byte[] json = LedgerJson.write(slices.write(run, layout(run)));
      // Seen before the claim is known to be held: who takes the run over later changes it later.
      FileVersion seen = FileVersion.of(ledger, hadoop);
      claim.requireHeld();
      ReplacedFile.write(ledger, json, seen, any -> parse(any, ledger), hadoop);
    } catch (FileChangedException taken) {
      throw claim.lost(taken);
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot write the run's ledger "
              + ledger
              + ". "
              + StorageTrouble.writing(ledger, failure),
          failure);
    }
    FaultPoint.LEDGER_WRITTEN.reached();
  }

  /**
   * The run of that name, on whatever day it began. A generated name tells its day; for another one
   * every day is looked at, once.
   */
  public Optional<RunLedger> find(String runId) {
    Optional<RunLedger> found =
        Optional.ofNullable(days.get(runId))
            .or(() -> GeneratedRunId.dayOf(runId))
            .flatMap(dt -> find(dt, runId))
            .or(() -> findOnAnyDay(runId));
    found.ifPresent(run -> days.put(runId, run.dt()));
    return found;
  }

  private Optional<RunLedger> findOnAnyDay(String runId) {
    try {
      List<Path> folders =
          RunFolders.days(stagingPath, hadoop).stream()
              .map(day -> new Path(day, "run_id=" + runId))
              .toList();
      return InParallel.of(folders, this::inFolder).stream()
          .flatMap(Optional::stream)
          .max(Comparator.comparing(RunLedger::created));
    } catch (IOException failure) {
      throw cannotLook(failure);
    }
  }

  /** The run of that name and day. */
  public Optional<RunLedger> find(String dt, String runId) {
    try {
      return read(layout(dt, runId).ledger());
    } catch (IOException failure) {
      throw cannotLook(failure);
    }
  }

  /**
   * The completed run that began last. The log says which it is, aloud where there are others: who
   * names none may take it for all that was written here.
   */
  public Optional<RunLedger> newestCompleted() {
    List<RunLedger> all = all();
    Optional<RunLedger> newest =
        all.stream()
            .filter(run -> run.state() == RunState.COMPLETED)
            .max(Comparator.comparing(RunLedger::created).thenComparing(RunLedger::runId));
    newest.ifPresent(run -> tell(run, all.size()));
    return newest;
  }

  private void tell(RunLedger newest, int runs) {
    if (runs > 1) {
      LOG.warn(
          "Reading run {}, the newest completed one of {} runs in {}. Name another with option"
              + " 'runId', or read all completed ones with option(\"table\", \"all\").",
          newest.runId(),
          runs,
          stagingPath);
    } else {
      LOG.info("Reading run {} in {}", newest.runId(), stagingPath);
    }
  }

  /**
   * All runs, the oldest first. One whose ledger cannot be read is left out with a warning: it must
   * not hide the others. When none can be read, that is told.
   */
  public List<RunLedger> all() {
    try {
      List<Path> folders = RunFolders.of(stagingPath, hadoop);
      List<Seen> seen = InParallel.of(folders, this::lookInto);
      Optional<IOException> unreadable =
          seen.stream()
              .flatMap(each -> Optional.ofNullable(each.unreadable()).stream())
              .findFirst();
      if (unreadable.isPresent() && seen.stream().allMatch(each -> each.run().isEmpty())) {
        throw unreadable.get();
      }
      return seen.stream()
          .flatMap(each -> each.run().stream())
          .sorted(Comparator.comparing(RunLedger::created).thenComparing(RunLedger::runId))
          .toList();
    } catch (IOException failure) {
      throw cannotLook(failure);
    }
  }

  private Optional<RunLedger> inFolder(Path folder) throws IOException {
    return read(new Path(folder, "_run.json"));
  }

  private record Seen(Optional<RunLedger> run, @Nullable IOException unreadable) {}

  private Seen lookInto(Path folder) {
    try {
      return new Seen(inFolder(folder), null);
    } catch (IOException unreadable) {
      LOG.warn("Skipping the run in {}: {}", folder, unreadable.getMessage());
      return new Seen(Optional.empty(), unreadable);
    }
  }

  private StorageException cannotLook(IOException failure) {
    return new StorageException(
        "Cannot look for runs in "
            + stagingPath
            + ". "
            + StorageTrouble.reading(stagingPath, failure),
        failure);
  }

  /**
   * The ledger at that path; empty when there is none. Looks again when a look fails: S3A breaks
   * off where the ledger is replaced while it is read.
   */
  public Optional<RunLedger> read(Path ledger) throws IOException {
    for (int look = 1; ; look++) {
      try {
        return ReplacedFile.read(ledger, json -> parse(json, ledger), hadoop);
      } catch (IOException failure) {
        if (look == MOST_LOOKS) {
          throw new IOException(
              "Cannot read the run's ledger " + ledger + ": " + failure.getMessage(), failure);
        }
      }
    }
  }

  private RunLedger parse(byte[] json, Path ledger) throws IOException {
    RunLedger run = LedgerJson.read(json);
    if (run.format() > RunLedger.FORMAT) {
      throw new IOException(
          "the run's format "
              + run.format()
              + " is newer than this connector; use a newer connector");
    }
    Path folder = ledger.getParent();
    return OwnLedger.in(folder, LedgerSlices.read(run, new RunLayout(folder.toUri()), hadoop));
  }
}
