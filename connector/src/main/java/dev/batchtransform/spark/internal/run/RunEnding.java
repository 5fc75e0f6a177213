package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.deadletter.DeadLetters;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagingSweep;
import java.time.Clock;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a claimed run ends or stands still: what is written down, left behind and told. */
final class RunEnding {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnding.class);

  private final ClaimedRun claimed;
  private final DeadLetters deadLetters;
  private final InputCleanup cleanup;
  private final OnFailure onFailure;
  private final Configuration hadoop;
  private final Clock clock;

  RunEnding(
      ClaimedRun claimed,
      DeadLetters deadLetters,
      InputCleanup cleanup,
      OnFailure onFailure,
      Configuration hadoop,
      Clock clock) {
    this.claimed = claimed;
    this.deadLetters = deadLetters;
    this.cleanup = cleanup;
    this.onFailure = onFailure;
    this.hadoop = hadoop;
    this.clock = clock;
  }

  /** Ends a run of which every file is decided. */
  RunLedger finish(RunLedger run) throws InterruptedException {
    FaultPoint.RUN_FINISH.reached();
    RunLayout layout = claimed.layout(run);
    StagingSweep.sweep(layout, run.stagedNames(), hadoop);
    RunLedger withDeadLetters = deadLetters.write(run, layout);
    Optional<String> failure = failure(withDeadLetters, layout);
    RunState end = failure.isPresent() ? RunState.FAILED : RunState.COMPLETED;
    RunLedger ended =
        cleanup.recordIntent(withDeadLetters.ended(end, failure.orElse(null), clock.instant()));
    claimed.save(ended);
    RunReport.log(ended, layout);
    return ended;
  }

  private Optional<String> failure(RunLedger run, RunLayout layout) {
    return run.rows() > 0 && run.records() == 0
        ? Optional.of(RunReport.unsendable(run, layout, deadLetters.reasons(run, layout)))
        : RunReport.failure(run, layout, onFailure);
  }

  /** Deletes what a run that has completed was to leave no longer than that. Never throws. */
  RunLedger cleanUp(RunLedger ended) {
    return cleanup.complete(ended);
  }

  /** The run stands still until somebody goes on with it. */
  TransformRunException stopped(RunLedger run, String why) {
    return standingStill(run, why, null);
  }

  /** As {@link #stopped}. Its open wave may be running, and is looked for when it goes on. */
  TransformRunException outOfReach(RunLedger run, WaveOutOfReachException away) {
    return standingStill(run, away.getMessage(), away);
  }

  /**
   * As {@link #stopped}. A refused wave costs nothing and may be started later, perhaps with other
   * options.
   */
  TransformRunException refused(RunLedger run, WaveRefusedException refused) {
    return standingStill(run.withoutUnstartedWave(), refused.getMessage(), refused);
  }

  private TransformRunException standingStill(
      RunLedger run, @Nullable String why, @Nullable Throwable cause) {
    RunLedger stopped = run.ended(RunState.STOPPED, why, clock.instant());
    claimed.save(stopped);
    return new TransformRunException(RunReport.stopped(stopped, claimed.layout(stopped)), cause);
  }

  /** A driver was told to wait no longer; the run's wave may be open still. */
  TransformRunException interrupted(RunLedger run, boolean stopsTheRun) {
    RunLedger left = leave(run, stopsTheRun);
    return new TransformRunException(RunReport.interrupted(left, claimed.layout(left)));
  }

  private RunLedger leave(RunLedger run, boolean stopsTheRun) {
    try {
      RunLedger now = claimed.find(run.runId()).orElse(run);
      if (!stopsTheRun || now.state() != RunState.RUNNING) {
        return now;
      }
      RunLedger stopped =
          now.ended(
              RunState.STOPPED,
              "The call that was waiting for it was" + " cancelled.",
              clock.instant());
      claimed.save(stopped);
      return stopped;
    } catch (RuntimeException failure) {
      LOG.warn("Cannot record that run {} was cancelled: {}", run.runId(), failure.toString());
      return run;
    }
  }
}
