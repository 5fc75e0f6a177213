package dev.batchtransform.spark.internal.claim;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.stage.Interrupts;
import dev.batchtransform.spark.internal.stage.RawFiles;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StorageTrouble;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one driver at a time change a run.
 *
 * <p>Hadoop's file systems have no atomic "create if absent" in common. So whoever wants a run
 * writes a file of its own, and then lists the folder: it has the run when it sees no other living
 * claim, else it takes its own file away and tries again after a random pause. As each writes
 * before it looks, two can never both see nobody. A claim is dead when its process is known to be
 * gone, or when it was not renewed for a while by the clock of the store, which every claim's
 * modification time shows.
 */
public final class RunClaims {
  private static final Logger LOG = LoggerFactory.getLogger(RunClaims.class);

  /** Short, since two that come at once hinder each other. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(150);

  private static final Duration BETWEEN_REMINDERS = Duration.ofMinutes(5);

  private final Path stagingPath;
  private final Configuration hadoop;
  private final ClaimPeriods periods;
  private final Backoff pauses;

  /** Claims on the runs below {@code stagingPath}. */
  public RunClaims(Path stagingPath, Configuration hadoop) {
    this.stagingPath = stagingPath;
    this.hadoop = hadoop;
    this.periods = ClaimPeriods.of(hadoop);
    this.pauses = new Backoff(FIRST_PAUSE, periods.longestPause(), 2.0 / 3);
  }

  /** The run, when nobody else has it. */
  public Optional<RunClaim> tryTake(String runId) {
    try {
      return RunClaim.attempt(runId, folder(runId), periods).claim();
    } catch (IOException failure) {
      throw cannot(runId, failure);
    }
  }

  /**
   * The run, as soon as nobody else has it.
   *
   * @throws InterruptedException when the thread was interrupted before
   */
  public RunClaim take(String runId) throws InterruptedException {
    Instant remindAt = Instant.MIN;
    for (int attempt = 1; ; attempt++) {
      try {
        RunClaim.Attempt tried = RunClaim.attempt(runId, folder(runId), periods);
        if (tried.claim().isPresent()) {
          return tried.claim().get();
        }
        remindAt = remind(runId, tried.holder(), remindAt);
      } catch (IOException failure) {
        throwIfInterrupted(failure);
        if (attempt == 1) {
          throw cannot(runId, failure);
        }
        LOG.warn("Cannot check who holds run {}, trying again: {}", runId, failure.toString());
      }
      Thread.sleep(pauses.before(attempt).toMillis());
    }
  }

  /** Whether there is no claim at all on the run, not even a dead one. Writes nothing. */
  public boolean nobodyClaims(String runId) {
    try {
      return folder(runId).list().isEmpty();
    } catch (IOException failure) {
      throw cannot(runId, failure);
    }
  }

  /**
   * Asks the driver that has the run, if any, to stop it. It notices with its next sign of life.
   */
  public void askToStop(String runId) {
    try {
      ClaimFolder folder = folder(runId);
      for (ClaimFolder.ClaimFile claim : folder.list()) {
        folder.askToStop(claim.name());
      }
    } catch (IOException failure) {
      throw cannot(runId, failure);
    }
  }

  /**
   * Deletes what tells drivers that their claims were taken away, where that is so long ago that
   * none of them sleeps any more. Claims stay. Never throws.
   */
  public void removeForgotten() {
    Path all = RunLayout.claims(stagingPath);
    try {
      FileSystem fileSystem = RawFiles.of(all, hadoop);
      for (FileStatus run : fileSystem.listStatus(all)) {
        new ClaimFolder(run.getPath(), hadoop).removeIfForgotten();
      }
      ClaimFolder.removeIfEmpty(fileSystem, all);
    } catch (FileNotFoundException nobodyEverClaimed) {
      LOG.debug("{} has no claims", stagingPath);
    } catch (IOException failure) {
      LOG.warn("Cannot clean up {}: {}", all, failure.toString());
    }
  }

  private ClaimFolder folder(String runId) throws IOException {
    return new ClaimFolder(RunLayout.claims(stagingPath, runId), hadoop);
  }

  private static Instant remind(String runId, String holder, Instant remindAt) {
    if (Instant.now().isBefore(remindAt)) {
      return remindAt;
    }
    LOG.info(
        "Run {} is being worked on by {}. Waiting for that driver to end; this call then goes on"
            + " from what is there. To stop waiting, interrupt this call; to stop the run, call"
            + " BatchTransform.attach(...).stop()",
        runId,
        holder);
    return Instant.now().plus(BETWEEN_REMINDERS);
  }

  private static void throwIfInterrupted(IOException failure) throws InterruptedException {
    if (Interrupts.isOne(failure)) {
      Thread.interrupted();
      throw new InterruptedException(failure.getMessage());
    }
  }

  private StorageException cannot(String runId, IOException failure) {
    Path claims = RunLayout.claims(stagingPath, runId);
    return new StorageException(
        "Cannot claim run '"
            + runId
            + "' in "
            + claims
            + ". "
            + StorageTrouble.writing(claims, failure),
        failure);
  }
}
