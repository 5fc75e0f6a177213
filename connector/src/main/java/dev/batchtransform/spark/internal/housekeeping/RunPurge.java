package dev.batchtransform.spark.internal.housekeeping;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.claim.RunClaim;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.session.SparkTasks;
import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the runs below a staging path that are old enough to go, and deletes them. A folder without
 * a ledger of ours that names this very folder is never touched.
 */
public final class RunPurge {
  private static final Logger LOG = LoggerFactory.getLogger(RunPurge.class);

  private final JavaSparkContext spark;
  private final Path stagingPath;
  private final Configuration hadoop;
  private final RunStore store;

  /** A purge of the runs below {@code stagingPath}. */
  public RunPurge(JavaSparkContext spark, Path stagingPath, Configuration hadoop) {
    this.spark = spark;
    this.stagingPath = stagingPath;
    this.hadoop = hadoop;
    this.store = new RunStore(stagingPath, hadoop);
  }

  /** A run that may go, and what lies in its folder. */
  public record Deletable(RunLedger run, RunLayout layout, long files, long bytes) {}

  /**
   * Looks for runs whose last change is older than that. Deletes nothing.
   *
   * @throws InvalidOptionException when {@code olderThan} is negative
   */
  public RunSearch<Deletable> find(Duration olderThan, Clock clock) {
    RunRetention retention = new RunRetention(clock.instant(), olderThan);
    RunSearch<RunLedger> old =
        RunSearch.below(
            stagingPath,
            hadoop,
            folder -> ledger(folder).filter(retention::isOld),
            retention::whyKept);
    return new RunSearch<>(measured(old.found()), old.kept());
  }

  /**
   * Deletes a run, its ledger last, so that a purge that breaks off can be repeated. Never throws.
   *
   * @return whether it is gone; false when something of it stays, which a warning names
   */
  public boolean delete(Deletable deletable) {
    RunLayout layout = deletable.layout();
    try {
      Optional<RunClaim> claim = store.claims().tryTake(deletable.run().runId());
      if (claim.isEmpty()) {
        LOG.warn("Not purging {}: a driver is working on it", layout);
        return false;
      }
      try {
        return deleteUnchanged(deletable.run(), layout);
      } finally {
        claim.get().close();
      }
    } catch (IOException | RuntimeException failure) {
      LOG.warn("Cannot purge {}; purge again: {}", layout, failure.toString());
      return false;
    }
  }

  /** Deletes what claims of runs that may be gone have left. Never throws. */
  public void deleteForgottenClaims() {
    store.claims().removeForgotten();
  }

  private boolean deleteUnchanged(RunLedger found, RunLayout layout) throws IOException {
    Optional<RunLedger> now = store.read(layout.ledger());
    if (now.isPresent() && !now.get().equals(found)) {
      LOG.warn("Not purging {}: it has changed since it was found", layout);
      return false;
    }
    return now.isEmpty() || delete(layout);
  }

  private boolean delete(RunLayout layout) throws IOException {
    FileSystem fileSystem = layout.path().getFileSystem(hadoop);
    boolean empty = true;
    for (Path child : children(fileSystem, layout.path())) {
      empty &= layout.isLedger(child.getName()) || Discard.all(child, hadoop);
    }
    if (!empty) {
      LOG.warn("Not all of {} could be deleted, so its ledger stays; purge again", layout);
      return false;
    }
    if (!Discard.all(layout.path(), hadoop)) {
      return false;
    }
    LOG.info("Deleted the run in {}", layout);
    deleteEmptyDay(fileSystem, layout.path().getParent());
    return true;
  }

  private static void deleteEmptyDay(FileSystem fileSystem, Path day) throws IOException {
    // A file system refuses to delete a folder that is not empty after all.
    if (fileSystem.exists(day) && !fileSystem.listStatusIterator(day).hasNext()) {
      Discard.quietly(fileSystem, day, false);
    }
  }

  private static List<Path> children(FileSystem fileSystem, Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    RemoteIterator<FileStatus> found = fileSystem.listStatusIterator(folder);
    while (found.hasNext()) {
      children.add(found.next().getPath());
    }
    return children;
  }

  /** The folder's ledger; empty when it has none. */
  private Optional<RunLedger> ledger(Path folder) throws IOException {
    Optional<RunLedger> found = store.read(new Path(folder, "_run.json"));
    if (found.isPresent() && found.get().format() <= 0) {
      throw new IOException("its _run.json is not the ledger of a run");
    }
    return found;
  }

  private List<Deletable> measured(List<RunLedger> runs) {
    if (runs.isEmpty()) {
      return List.of();
    }
    FolderSize counter = new FolderSize(new SerializableConfiguration(hadoop));
    List<String> folders = runs.stream().map(run -> store.layout(run).toString()).toList();
    List<FolderSize.Size> sizes =
        new SparkTasks(spark)
            .each("Measure old runs", folders, folder -> FolderSize.WEIGHT, counter::of);
    List<Deletable> deletable = new ArrayList<>();
    for (int each = 0; each < runs.size(); each++) {
      RunLedger run = runs.get(each);
      FolderSize.Size size = sizes.get(each);
      deletable.add(new Deletable(run, store.layout(run), size.files(), size.bytes()));
    }
    return List.copyOf(deletable);
  }
}
