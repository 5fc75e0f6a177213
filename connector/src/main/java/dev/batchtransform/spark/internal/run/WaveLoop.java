package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.internal.deadletter.DeadLetterRetry;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.WaveEnding;
import dev.batchtransform.spark.internal.run.WaveStart.Started;
import dev.batchtransform.spark.internal.run.wave.FailurePolicy;
import dev.batchtransform.spark.internal.run.wave.WavePause;
import dev.batchtransform.spark.internal.run.wave.WaveSettlement;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the files of a claimed run in waves until each is decided. Before anything is paid the
 * ledger says what is about to be started, so a run whose driver died goes on from its ledger alone
 * and starts nothing twice.
 */
public final class WaveLoop {
  private static final Logger LOG = LoggerFactory.getLogger(WaveLoop.class);

  private final RunEngine engine;
  private final ClaimedRun claimed;
  private final WaveStart waves;
  private final WavePause pause;
  private final WaveSettlement settlement;
  private final FailurePolicy policy;
  private final DeadLetterRetry retry;
  private final RunEnding ending;
  private final Cancellation cancellation;

  WaveLoop(
      RunEngine engine,
      ClaimedRun claimed,
      WaveStart waves,
      WavePause pause,
      WaveSettlement settlement,
      FailurePolicy policy,
      DeadLetterRetry retry,
      RunEnding ending,
      Cancellation cancellation) {
    this.engine = engine;
    this.claimed = claimed;
    this.waves = waves;
    this.pause = pause;
    this.settlement = settlement;
    this.policy = policy;
    this.retry = retry;
    this.ending = ending;
    this.cancellation = cancellation;
  }

  /**
   * Starts the run's next wave and returns without waiting for it. Attaches to it when it has been
   * started before; does nothing when the run has ended, or when its executor works only while
   * somebody awaits it.
   */
  public RunLedger submit(RunLedger run) {
    refuseUnstaged(run);
    if (run.state().isOver()) {
      return ending.cleanUp(run);
    }
    if (!engine.runsOnItsOwn(run)) {
      return run;
    }
    return ending.cleanUp(
        interruptibly(run, () -> run.pending().isEmpty() ? ending.finish(run) : start(run).run()));
  }

  /**
   * Sends wave after wave until every file is decided, and returns the completed run.
   *
   * @throws TransformRunException when the run has failed or was stopped, or when this thread was
   *     interrupted
   */
  public RunLedger await(RunLedger run) {
    refuseUnstaged(run);
    return ending.cleanUp(RunEngine.outcome(interruptibly(run, () -> sendUntilDecided(run))));
  }

  /**
   * Makes the failed rows of a run that has ended pending again, with as many waves as a new run
   * has. Sends nothing yet.
   *
   * @return the same run when no failed row of it can be sent again
   * @throws RunConflictException when the run has not ended
   */
  public RunLedger retry(RunLedger run) {
    RunEngine.requireOver(run);
    engine.validate();
    RunLedger again = retry.begin(run, claimed.layout(run));
    if (again.pending().isEmpty()) {
      LOG.info("Run {} has no failed row that can be sent again; it stays as it is", run.runId());
      return run;
    }
    claimed.save(again);
    long records = again.pending().stream().mapToLong(StagedFile::records).sum();
    LOG.info("Run {}: sends {} again", run.runId(), Plural.of(records, "failed record"));
    long left = DeadLetterRetry.left(again);
    if (left > 0) {
      LOG.warn(
          "Run {}: leaves {} for another retry, since each piece is a file and a wave has at most"
              + " 50,000. Call retryDeadLetters() again when this one has ended.",
          run.runId(),
          Plural.of(left, "more failed record"));
    }
    return again;
  }

  private RunLedger sendUntilDecided(RunLedger run) throws InterruptedException {
    Instant resumed = run.state() == RunState.STOPPED ? pause.clock().instant() : Instant.MIN;
    RunLedger now = run;
    while (!now.state().isOver()) {
      if (now.pending().isEmpty()) {
        return ending.finish(now);
      }
      Optional<String> exhausted = pause.before(now, resumed);
      if (exhausted.isPresent()) {
        throw ending.stopped(now, exhausted.get());
      }
      Started started = start(now);
      int index = started.run().lastWave().index();
      WaveResult result = awaitOrStandStill(started, new ProgressLog(run.runId(), index));
      now = settle(started, result);
    }
    return now;
  }

  private Started start(RunLedger run) throws InterruptedException {
    if (engine.isAskedToStop() && engine.find(run).isEmpty()) {
      throw ending.stopped(
          run.withoutUnstartedWave(), "It was asked to stop before its next wave.");
    }
    return waves.start(run);
  }

  private WaveResult awaitOrStandStill(Started started, ProgressLog progress)
      throws InterruptedException {
    try {
      return started.wave().await(progress);
    } catch (WaveOutOfReachException away) {
      throw ending.outOfReach(started.run(), away);
    }
  }

  private RunLedger settle(Started started, WaveResult result) {
    FaultPoint.WAVE_ENDED.reached();
    RunLedger run = started.run();
    RunLedger settled = settlement.settle(run, claimed.layout(run), result);
    if (result.state() == WaveResult.State.STOPPED) {
      if (started.wave().standing() == WaveStanding.STOPPED && !engine.isAskedToStop()) {
        // Stopped before anybody asked this driver to go on.
        claimed.save(settled);
        return settled;
      }
      throw ending.stopped(settled, result.reason().orElse("It was stopped."));
    }
    if (WaveEnding.of(settled.lastWave()) == WaveEnding.OF_ACCOUNT
        && !settled.pending().isEmpty()) {
      throw ending.stopped(settled, RunReport.ofAccount(settled.lastWave()));
    }
    RunLedger decided = policy.apply(settled, result.failures(), claimed.layout(settled));
    claimed.save(decided);
    return decided;
  }

  /** Without its rows a run would end at once, and well. */
  private void refuseUnstaged(RunLedger run) {
    if (run.state() == RunState.STAGING) {
      throw new TransformRunException(RunReport.unstaged(run, claimed.layout(run)));
    }
  }

  private interface Step {
    RunLedger run() throws InterruptedException;
  }

  private RunLedger interruptibly(RunLedger run, Step step) {
    ApplicationEnd watch = ApplicationEnd.watch(cancellation.spark());
    claimed.whenAskedToStop(engine::stopOwnWork);
    try {
      return step.run();
    } catch (InterruptedException interrupted) {
      TransformRunException left = ending.interrupted(run, cancellation.stopsTheRun());
      Thread.currentThread().interrupt();
      throw left;
    } finally {
      watch.close();
    }
  }
}
