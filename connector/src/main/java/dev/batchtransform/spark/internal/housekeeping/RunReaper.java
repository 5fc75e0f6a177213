package dev.batchtransform.spark.internal.housekeeping;

import dev.batchtransform.engine.time.DurationText;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.claim.RunClaim;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.run.RunEngine;
import dev.batchtransform.spark.internal.run.RunEngines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs that go on, and cost money, although no driver watches their run, and stops them. A
 * job is ours only when it does what an open wave of a ledger says, so that nobody else's is
 * touched.
 */
public final class RunReaper {
  private static final Logger LOG = LoggerFactory.getLogger(RunReaper.class);

  private final JavaSparkContext spark;
  private final Path stagingPath;
  private final Configuration hadoop;
  private final RunStore store;
  private final RunAccess access;
  private final Clock clock;

  /**
   * Looks for jobs that nobody watches.
   *
   * @param access options whose {@code region}, {@code endpointUrl}, {@code roleArn} and {@code
   *     externalId}, where they are set, are used instead of a run's own
   */
  public RunReaper(
      JavaSparkContext spark,
      Path stagingPath,
      Configuration hadoop,
      TransformOptions access,
      Clock clock) {
    this.spark = spark;
    this.stagingPath = stagingPath;
    this.hadoop = hadoop;
    this.store = new RunStore(stagingPath, hadoop);
    this.access = RunAccess.of(access);
    this.clock = clock;
  }

  /**
   * A job that nobody watches.
   *
   * @param run its run's ledger
   * @param location where its run lies
   * @param job its name
   * @param since when SageMaker has created it
   */
  public record OrphanedJob(RunLedger run, String location, String job, Instant since) {

    /** Its wave in the run. */
    public int wave() {
      return run.lastWave().index();
    }
  }

  /**
   * Looks at all runs. Changes nothing.
   *
   * @param olderThan age from which a job is an orphan that was never meant to be awaited ({@code
   *     wait=false}); one whose driver is gone is an orphan at once
   */
  public RunSearch<OrphanedJob> find(Duration olderThan) {
    if (olderThan.isNegative()) {
      throw new InvalidOptionException(
          "Cannot reap jobs older than "
              + DurationText.format(olderThan)
              + " because an age must not be negative.");
    }
    return RunSearch.below(
        stagingPath,
        hadoop,
        folder -> store.read(new Path(folder, "_run.json")).flatMap(this::running),
        job -> whyKept(job, olderThan));
  }

  /**
   * Stops a job, unless somebody has taken its run up since it was found. Never throws.
   *
   * @return whether it was told to stop; what kept it from that is a warning
   */
  public boolean stop(OrphanedJob orphan) {
    String runId = orphan.run().runId();
    try {
      Optional<RunClaim> claim = store.claims().tryTake(runId);
      if (claim.isEmpty()) {
        LOG.warn("Not stopping job {}: a driver is working on run {}", orphan.job(), runId);
        return false;
      }
      try (ClaimedRun claimed = store.claimed(claim.get())) {
        return stop(orphan, claimed);
      }
    } catch (RuntimeException failure) {
      LOG.warn("Cannot stop job {} of run {}: {}", orphan.job(), runId, failure.toString());
      return false;
    }
  }

  private boolean stop(OrphanedJob orphan, ClaimedRun claimed) {
    RunLedger now = store.find(orphan.run().runId()).orElse(orphan.run());
    try (RunEngine engine = engine(now)) {
      Optional<RunningWave> wave = engine.find(now).filter(RunReaper::isRunning);
      if (wave.isEmpty() || !wave.get().jobName().equals(Optional.of(orphan.job()))) {
        LOG.warn("Not stopping job {}: it is no longer running", orphan.job());
        return false;
      }
      wave.get().stop();
    }
    claimed.save(
        now.ended(
            RunState.STOPPED,
            "Its transform job was stopped by the reaper, since no driver watched the run.",
            clock.instant()));
    LOG.info("Stopped job {} of run {}", orphan.job(), now.runId());
    return true;
  }

  private Optional<OrphanedJob> running(RunLedger run) {
    if (run.openWave().isEmpty()) {
      return Optional.empty();
    }
    String location = store.layout(run).toString();
    try (RunEngine engine = engine(run)) {
      return engine
          .find(run)
          .filter(RunReaper::isRunning)
          .flatMap(
              wave ->
                  // Requests in an endpoint's queue are no job, and nobody can take them back.
                  wave.jobName().map(job -> new OrphanedJob(run, location, job, wave.since())));
    }
  }

  private Optional<String> whyKept(OrphanedJob job, Duration olderThan) {
    if (isWorkedOn(job.run().runId())) {
      return Optional.of("A driver is working on the run.");
    }
    boolean awaited = TransformOptions.parse(job.run().options()).get(OptionTable.WAIT);
    return awaited || !clock.instant().isBefore(job.since().plus(olderThan))
        ? Optional.empty()
        : Optional.of("It was started with wait=false and is not old enough.");
  }

  private boolean isWorkedOn(String runId) {
    if (store.claims().nobodyClaims(runId)) {
      return false;
    }
    // Whether a claim lives is seen by trying to take it.
    Optional<RunClaim> claim = store.claims().tryTake(runId);
    claim.ifPresent(RunClaim::close);
    return claim.isEmpty();
  }

  private static boolean isRunning(RunningWave wave) {
    return wave.standing() == WaveStanding.RUNNING;
  }

  private RunEngine engine(RunLedger run) {
    TransformOptions options = access.options(run);
    return RunEngines.create(
        spark, hadoop, store, options, AnswerOptions.givenType(options).orElse(null));
  }
}
