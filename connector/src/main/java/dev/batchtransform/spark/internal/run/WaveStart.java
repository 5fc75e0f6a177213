package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.run.wave.LevelWaves;
import dev.batchtransform.spark.internal.run.wave.PatientStart;
import dev.batchtransform.spark.internal.run.wave.PayloadSize;
import dev.batchtransform.spark.internal.run.wave.SmallerFiles;
import dev.batchtransform.spark.internal.run.wave.StopRequest;
import dev.batchtransform.spark.internal.stage.Manifest;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans a run's next wave and starts it, or attaches to the one that was started. */
final class WaveStart {
  private static final Logger LOG = LoggerFactory.getLogger(WaveStart.class);

  private final ClaimedRun claimed;
  private final RunExecutors executors;
  private final SmallerFiles smaller;
  private final LevelWaves level;
  private final PatientStart starter;
  private final PayloadSize payload;
  private final RunAccess access;
  private final RunEnding ending;
  private final StopRequest stop;
  private final Configuration hadoop;
  private final Clock clock;

  WaveStart(
      ClaimedRun claimed,
      RunExecutors executors,
      SmallerFiles smaller,
      LevelWaves level,
      PatientStart starter,
      PayloadSize payload,
      RunAccess access,
      RunEnding ending,
      StopRequest stop,
      Configuration hadoop,
      Clock clock) {
    this.claimed = claimed;
    this.executors = executors;
    this.smaller = smaller;
    this.level = level;
    this.starter = starter;
    this.payload = payload;
    this.access = access;
    this.ending = ending;
    this.stop = stop;
    this.hadoop = hadoop;
    this.clock = clock;
  }

  /** A wave that runs, and the run whose ledger says so. */
  record Started(RunLedger run, RunningWave wave) {}

  /** The run's open wave, as its executor is told of it. */
  static Wave wave(RunLayout layout, RunLedger run, boolean mayRun) {
    LedgerWave open = run.lastWave();
    return new Wave(
        run.runId(),
        run.created(),
        open.index(),
        layout,
        run.sending(),
        open.reducedPayload(),
        mayRun,
        open.recorded(),
        open.index() == run.roundStart());
  }

  /** Starts the run's open wave, or a new one. */
  Started start(RunLedger run) throws InterruptedException {
    RunLedger planned = run.openWave().isPresent() ? run.running() : plan(fitting(run));
    LedgerWave open = planned.lastWave();
    Wave wave = wave(claimed.layout(planned), planned, run.openWave().isPresent());
    FaultPoint.WAVE_PLANNED.reached();
    RunningWave running = startOrStandStill(planned, wave);
    stop.concerns(running);
    FaultPoint.WAVE_STARTED.reached();
    LedgerWave now = open.startedAs(running, clock.instant());
    if (now.equals(open) && run.state() == RunState.RUNNING) {
      return new Started(planned, running);
    }
    RunLedger started = planned.withLastWave(now);
    claimed.save(started);
    LOG.info(
        "Run {} wave {}: {}, {} started{}{}",
        started.runId(),
        open.index(),
        Plural.of(open.files(), "file"),
        Plural.of(open.records(), "record"),
        running.jobName().map(name -> " as transform job " + name).orElse(""),
        open.executor() == null ? "" : " by executor " + open.executor());
    return new Started(started, running);
  }

  private RunningWave startOrStandStill(RunLedger run, Wave wave) throws InterruptedException {
    try {
      return starter.start(executors.of(run, run.lastWave()), wave, claimed::requireHeld, stop);
    } catch (WaveOutOfReachException away) {
      throw ending.outOfReach(run, away);
    } catch (WaveRefusedException refused) {
      throw ending.refused(run, refused);
    }
  }

  /** The run with files as its next executor takes them, before a wave is planned of them. */
  private RunLedger fitting(RunLedger run) {
    TransformExecutor executor = executors.ofNextWave(run);
    OptionalLong most = executor.mostRecordsPerFile();
    run.requireInputs();
    if (most.isEmpty()) {
      return saved(run, level.cut(run, claimed.layout(run)));
    }
    try {
      executor.requireBearable(run.sending().stream().mapToLong(StagedFile::records).sum());
    } catch (WaveRefusedException refused) {
      throw ending.refused(run, refused);
    }
    return saved(run, smaller.of(run, most.getAsLong(), claimed.layout(run)));
  }

  private RunLedger saved(RunLedger run, RunLedger cut) {
    if (!cut.equals(run)) {
      claimed.save(cut);
    }
    return cut;
  }

  /**
   * The ledger says that a wave is about to start before it does, and under which name and where:
   * so it is found whoever looks for it.
   */
  private RunLedger plan(RunLedger run) {
    List<StagedFile> files = level.inOrder(run);
    int index = run.waves().size();
    RunLayout layout = claimed.layout(run);
    writeManifest(layout, index, files);
    long records = files.stream().mapToLong(StagedFile::records).sum();
    LedgerWave wave =
        LedgerWave.planned(index, files.size(), records, payload.ofNextWave(run), run.probesNext());
    Optional<ExecutorKind> other = executors.other(run);
    RunLedger unnamed = access.keptBy(run).withNewWave(other.map(wave::by).orElse(wave));
    TransformExecutor executor = executors.of(unnamed, unnamed.lastWave());
    RunLedger planned =
        unnamed.withLastWave(
            unnamed
                .lastWave()
                .named(
                    executor.jobName(wave(claimed.layout(unnamed), unnamed, false)).orElse(null),
                    executor.region().orElse(null),
                    executor.account().orElse(null)));
    claimed.save(planned);
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
}
