package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.deadletter.DeadLetters;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.run.wave.StopRequest;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What can be done to a run: for anybody, look for its wave and stop it; for the driver that has
 * claimed it, {@link #on send its waves}.
 */
public final class RunEngine implements AutoCloseable {
  private final RunStore store;
  private final RunExecutors executors;
  private final DeadLetters deadLetters;
  private final StopRequest stop;
  private final BiFunction<RunEngine, ClaimedRun, WaveLoop> loops;

  RunEngine(
      RunStore store,
      RunExecutors executors,
      DeadLetters deadLetters,
      StopRequest stop,
      BiFunction<RunEngine, ClaimedRun, WaveLoop> loops) {
    this.store = store;
    this.executors = executors;
    this.deadLetters = deadLetters;
    this.stop = stop;
    this.loops = loops;
  }

  /** Refuses what cannot work before anything is staged or paid. */
  public void validate() {
    executors.validate();
    deadLetters.validate();
  }

  /** What sends the waves of the run that is claimed. */
  public WaveLoop on(ClaimedRun claimed) {
    return loops.apply(this, claimed);
  }

  /**
   * Asks the running wave to stop, whoever has started it. What is finished stays, and the run can
   * go on later. Changes nothing of the run: the driver that works on it sees its wave end, and is
   * asked to start no other.
   */
  public void stop(RunLedger run) {
    stopOwnWork();
    if (stop.running().isEmpty()) {
      find(run).ifPresent(RunningWave::stop);
      store.claims().askToStop(run.runId());
    }
  }

  /** The run's open wave, when it has been started and goes on by itself. Never starts it. */
  public Optional<RunningWave> find(RunLedger run) {
    return run.openWave()
        .flatMap(
            open -> executors.of(run, open).find(WaveStart.wave(store.layout(run), run, true)));
  }

  /**
   * The run, which is over and has not failed.
   *
   * @throws TransformRunException when it has failed
   */
  public static RunLedger outcome(RunLedger run) {
    if (run.state() == RunState.FAILED) {
      throw new TransformRunException(String.valueOf(run.message()));
    }
    return run;
  }

  /**
   * Refuses a run that somebody may be working on.
   *
   * @throws RunConflictException when the run has not ended
   */
  public static void requireOver(RunLedger run) {
    if (!run.state().isOver()) {
      throw new RunConflictException(RunReport.notOver(run));
    }
  }

  @Override
  public void close() {
    executors.close();
  }

  /** What this engine does and would do next. */
  void stopOwnWork() {
    stop.make();
  }

  boolean isAskedToStop() {
    return stop.isMade();
  }

  /** Whether the run's open or next wave goes on when nobody awaits it. */
  boolean runsOnItsOwn(RunLedger run) {
    return executors.ofNextWave(run).runsOnItsOwn();
  }
}
