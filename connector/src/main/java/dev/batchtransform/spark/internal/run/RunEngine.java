package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.deadletter.DeadLetterRetry;
import dev.batchtransform.spark.internal.deadletter.DeadLetters;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.run.wave.FailurePolicy;
import dev.batchtransform.spark.internal.run.wave.PatientStart;
import dev.batchtransform.spark.internal.run.wave.ServicePatience;
import dev.batchtransform.spark.internal.run.wave.TransientPause;
import dev.batchtransform.spark.internal.run.wave.WaveSettlement;
import dev.batchtransform.spark.internal.stage.Manifest;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.stage.StagingSweep;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a run's files in waves until each is decided. Before anything is paid the ledger says what
 * is about to be started, so a run whose driver died goes on from its ledger alone and starts
 * nothing twice.
 */
public final class RunEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);

  private final RunStore store;
  private final TransformExecutor executor;
  private final WaveSettlement settlement;
  private final FailurePolicy policy;
  private final DeadLetters deadLetters;
  private final DeadLetterRetry retry;
  private final InputCleanup cleanup;
  private final TransientPause pause;
  private final ServicePatience patience;
  private final PatientStart starter;
  private final RunAccess access;
  private final Cancellation cancellation;
  private final Configuration hadoop;
  private final Clock clock;
  private volatile @Nullable RunningWave current;
  private final CountDownLatch stopRequest = new CountDownLatch(1);

  RunEngine(
      RunStore store,
      TransformExecutor executor,
      WaveSettlement settlement,
      FailurePolicy policy,
      DeadLetters deadLetters,
      DeadLetterRetry retry,
      InputCleanup cleanup,
      TransientPause pause,
      ServicePatience patience,
      PatientStart starter,
      RunAccess access,
      Cancellation cancellation,
      Configuration hadoop,
      Clock clock) {
    this.store = store;
    this.executor = executor;
    this.settlement = settlement;
    this.policy = policy;
    this.deadLetters = deadLetters;
    this.retry = retry;
    this.cleanup = cleanup;
    this.pause = pause;
    this.patience = patience;
    this.starter = starter;
    this.access = access;
    this.cancellation = cancellation;
    this.hadoop = hadoop;
    this.clock = clock;
  }

  /** Refuses what cannot work before anything is staged or paid. */
  public void validate() {
    executor.validate();
    deadLetters.validate();
  }

  /**
   * Starts the run's next wave and returns without waiting for it. Attaches to it when it has been
   * started before; does nothing when the run has ended, or when its executor works only while
   * somebody awaits it.
   */
  public RunLedger submit(RunLedger run) {
    refuseUnstaged(run);
    if (run.state().isOver()) {
      return cleanup.complete(run);
    }
    if (!executor.runsOnItsOwn()) {
      return run;
    }
    return cleanup.complete(
        interruptibly(run, () -> run.pending().isEmpty() ? finish(run) : start(run).run()));
  }

  /**
   * Sends wave after wave until every file is decided, and returns the completed run.
   *
   * @throws TransformRunException when the run has failed or was stopped, or when this thread was
   *     interrupted
   */
  public RunLedger await(RunLedger run) {
    refuseUnstaged(run);
    RunLedger ended = interruptibly(run, () -> sendUntilDecided(run));
    if (ended.state() == RunState.FAILED) {
      throw new TransformRunException(String.valueOf(ended.message()));
    }
    return cleanup.complete(ended);
  }

  private RunLedger sendUntilDecided(RunLedger run) throws InterruptedException {
    Instant resumed = run.state() == RunState.STOPPED ? clock.instant() : Instant.MIN;
    RunLedger now = run;
    while (!now.state().isOver()) {
      if (now.pending().isEmpty()) {
        return finish(now);
      }
      waitOut(now, resumed);
      Started started = start(now);
      int index = started.run().lastWave().index();
      WaveResult result = awaitOrStandStill(started, new ProgressLog(run.runId(), index));
      now = settle(started, result);
    }
    return now;
  }

  /**
   * Makes the failed rows of a run that has ended pending again, with as many waves as a new run
   * has. Sends nothing yet.
   *
   * @return the same run when no failed row of it can be sent again
   * @throws RunConflictException when the run has not ended
   */
  public RunLedger retry(RunLedger run) {
    requireOver(run);
    validate();
    RunLedger again = retry.begin(run, store.layout(run));
    if (again.pending().isEmpty()) {
      LOG.info("Run {} has no failed row that can be sent again; it stays as it is", run.runId());
      return run;
    }
    store.save(again);
    long records = again.pending().stream().mapToLong(StagedFile::records).sum();
    LOG.info("Run {}: {} failed records are sent again", run.runId(), records);
    return again;
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

  /** Whoever goes on with a run that stood still means now. */
  private void waitOut(RunLedger run, Instant resumed) throws InterruptedException {
    if (run.state() == RunState.STOPPED) {
      return;
    }
    Optional<String> exhausted = patience.exhausted(run, resumed, clock.instant());
    if (exhausted.isPresent()) {
      throw stopped(run, exhausted.get());
    }
    Duration wait = pause.before(run);
    if (!wait.isZero()) {
      LOG.info(
          "Run {} goes on in {} s because wave {} ended by the service's fault: {}",
          run.runId(),
          wait.toSeconds(),
          run.lastWave().index(),
          run.lastWave().reason());
      boolean unused = stopRequest.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Asks the running wave to stop, whoever has started it. What is finished stays, and the run can
   * go on later. Changes nothing of the run: the driver that works on it sees its wave end, and is
   * asked to start no other.
   */
  public void stop(RunLedger run) {
    stopOwnWork();
    if (current == null) {
      find(run).ifPresent(RunningWave::stop);
      store.claims().askToStop(run.runId());
    }
  }

  /** What this engine does and would do next. */
  private void stopOwnWork() {
    stopRequest.countDown();
    RunningWave wave = current;
    if (wave != null) {
      wave.stop();
    }
  }

  private boolean isAskedToStop() {
    return stopRequest.getCount() == 0;
  }

  /** The run's open wave, when it has been started and goes on by itself. Never starts it. */
  public Optional<RunningWave> find(RunLedger run) {
    return run.openWave().isPresent() ? executor.find(wave(run, true)) : Optional.empty();
  }

  @Override
  public void close() {
    RunningWave wave = current;
    if (wave != null && !executor.runsOnItsOwn()) {
      // When its driver has failed nobody would settle it, and the next driver starts it again.
      wave.stop();
    }
    executor.close();
  }

  /** Without its rows a run would end at once, and well. */
  private void refuseUnstaged(RunLedger run) {
    if (run.state() == RunState.STAGING) {
      throw new TransformRunException(RunReport.unstaged(run, store.layout(run)));
    }
  }

  private interface Step {
    RunLedger run() throws InterruptedException;
  }

  private RunLedger interruptibly(RunLedger run, Step step) {
    ApplicationEnd watch = ApplicationEnd.watch(cancellation.spark());
    store.whenAskedToStop(this::stopOwnWork);
    try {
      return step.run();
    } catch (InterruptedException interrupted) {
      RunLedger left = leave(run);
      Thread.currentThread().interrupt();
      throw new TransformRunException(RunReport.interrupted(left, store.layout(left)));
    } finally {
      watch.close();
    }
  }

  /** The run as a driver leaves it that was told to wait no longer; its wave may be open still. */
  private RunLedger leave(RunLedger run) {
    try {
      RunLedger now = store.find(run.runId()).orElse(run);
      if (!cancellation.stopsTheRun() || now.state() != RunState.RUNNING) {
        return now;
      }
      RunLedger stopped =
          now.ended(RunState.STOPPED, "Whoever awaited it was cancelled.", clock.instant());
      store.save(stopped);
      return stopped;
    } catch (RuntimeException failure) {
      LOG.warn("Cannot write down that run {} was cancelled: {}", run.runId(), failure.toString());
      return run;
    }
  }

  private record Started(RunLedger run, RunningWave wave) {}

  private Started start(RunLedger run) throws InterruptedException {
    if (isAskedToStop() && find(run).isEmpty()) {
      throw stopped(run.withoutUnstartedWave(), "It was asked to stop before its next wave.");
    }
    RunLedger planned = run.openWave().isPresent() ? run.running() : plan(run);
    LedgerWave open = planned.lastWave();
    Wave wave = wave(planned, run.openWave().isPresent());
    FaultPoint.WAVE_PLANNED.reached();
    RunningWave running = startOrStandStill(planned, wave);
    current = running;
    if (isAskedToStop()) {
      running.stop();
    }
    FaultPoint.WAVE_STARTED.reached();
    LedgerWave now = open.startedAs(running, clock.instant());
    if (now.equals(open) && run.state() == RunState.RUNNING) {
      return new Started(planned, running);
    }
    RunLedger started = planned.withLastWave(now);
    store.save(started);
    LOG.info(
        "Run {} wave {}: {} files, {} records started{}",
        started.runId(),
        open.index(),
        open.files(),
        open.records(),
        running.jobName().map(name -> " as transform job " + name).orElse(""));
    return new Started(started, running);
  }

  private Wave wave(RunLedger run, boolean mayRun) {
    LedgerWave open = run.lastWave();
    return new Wave(
        run.runId(),
        run.created(),
        open.index(),
        store.layout(run),
        run.sending(),
        open.reducedPayload(),
        mayRun,
        open.recorded());
  }

  /**
   * A refused wave costs nothing and may be started later, perhaps with other options: the run
   * stands still until then.
   */
  private RunningWave startOrStandStill(RunLedger run, Wave wave) throws InterruptedException {
    try {
      return starter.start(wave, store::requireClaim, stopRequest);
    } catch (WaveOutOfReachException away) {
      throw standingStill(run, away);
    } catch (WaveRefusedException refused) {
      RunLedger stopped =
          run.withoutUnstartedWave().ended(RunState.STOPPED, refused.getMessage(), clock.instant());
      store.save(stopped);
      throw new TransformRunException(RunReport.stopped(stopped, wave.layout()), refused);
    }
  }

  private WaveResult awaitOrStandStill(Started started, ProgressLog progress)
      throws InterruptedException {
    try {
      return started.wave().await(progress);
    } catch (WaveOutOfReachException away) {
      throw standingStill(started.run(), away);
    }
  }

  /** Its open wave may be running, and is looked for when somebody goes on with the run. */
  private TransformRunException standingStill(RunLedger run, WaveOutOfReachException away) {
    RunLedger stopped = run.ended(RunState.STOPPED, away.getMessage(), clock.instant());
    store.save(stopped);
    return new TransformRunException(RunReport.stopped(stopped, store.layout(stopped)), away);
  }

  /**
   * The ledger says that a wave is about to start before it does, and under which name and where:
   * so it is found whoever looks for it.
   */
  private RunLedger plan(RunLedger run) {
    run.requireInputs();
    List<StagedFile> files = run.sending();
    int index = run.waves().size();
    RunLayout layout = store.layout(run);
    writeManifest(layout, index, files);
    long records = files.stream().mapToLong(StagedFile::records).sum();
    RunLedger unnamed =
        access
            .keptBy(run)
            .withNewWave(
                LedgerWave.planned(
                    index,
                    files.size(),
                    records,
                    policy.payload().ofNextWave(run),
                    run.probesNext()));
    RunLedger planned =
        unnamed.withLastWave(
            unnamed
                .lastWave()
                .named(
                    executor.jobName(wave(unnamed, false)).orElse(null),
                    executor.region().orElse(null)));
    store.save(planned);
    return planned;
  }

  private void writeManifest(RunLayout layout, int wave, List<StagedFile> files) {
    Path manifest = layout.manifest(wave);
    try {
      Manifest.write(manifest, prefixOf(layout.inputs()), files, hadoop);
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot write the manifest " + manifest + ": " + failure.getMessage(), failure);
    }
  }

  private static String prefixOf(Path folder) {
    return SageMakerUris.isS3(folder) ? SageMakerUris.ofFolder(folder) : folder.toString();
  }

  private RunLedger settle(Started started, WaveResult result) {
    FaultPoint.WAVE_ENDED.reached();
    RunLedger run = started.run();
    RunLedger settled = settlement.settle(run, store.layout(run), result);
    if (result.state() == WaveResult.State.STOPPED) {
      if (started.wave().standing() == WaveStanding.STOPPED && !isAskedToStop()) {
        // Stopped before anybody asked this driver to go on.
        store.save(settled);
        return settled;
      }
      throw stopped(settled, result.reason().orElse("It was stopped."));
    }
    RunLedger decided = policy.apply(settled, result.failures(), store.layout(settled));
    store.save(decided);
    return decided;
  }

  private TransformRunException stopped(RunLedger run, String why) {
    RunLedger stopped = run.ended(RunState.STOPPED, why, clock.instant());
    store.save(stopped);
    return new TransformRunException(RunReport.stopped(stopped, store.layout(stopped)));
  }

  private RunLedger finish(RunLedger run) throws InterruptedException {
    FaultPoint.RUN_FINISH.reached();
    Optional<String> failure = RunReport.failure(run, store.layout(run), policy.onFailure());
    RunState end = failure.isPresent() ? RunState.FAILED : RunState.COMPLETED;
    StagingSweep.sweep(store.layout(run), run.stagedNames(), hadoop);
    RunLedger withDeadLetters = deadLetters.write(run, store.layout(run));
    RunLedger ended =
        cleanup.recordIntent(withDeadLetters.ended(end, failure.orElse(null), clock.instant()));
    store.save(ended);
    RunReport.log(ended, store.layout(ended));
    return ended;
  }
}
