package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.executor.auto.ExecutorChoice;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.Fingerprint;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunLedgerBuilder;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.IfRunExists;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import dev.batchtransform.spark.internal.stage.Discard;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import dev.batchtransform.spark.internal.version.ConnectorVersion;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a run before anything is paid: decides what a write to a run id means, keeps the
 * committed files, or leaves nothing behind.
 */
public final class RunStaging {
  private static final Logger LOG = LoggerFactory.getLogger(RunStaging.class);

  private final RunStore store;
  private final Configuration hadoop;
  private final Clock clock;

  /** Stages runs in {@code store}. */
  public RunStaging(RunStore store, Configuration hadoop, Clock clock) {
    this.store = store;
    this.hadoop = hadoop;
    this.clock = clock;
  }

  /**
   * The run to work on: a new one whose ledger has just been written in state {@code STAGING}, or
   * the one that is there, when its files are committed already.
   *
   * @param runId the option {@code runId}, or a new one
   * @param replace whether the run that is there shall go (save mode {@code overwrite})
   * @param sparkVersion for the ledger
   */
  public RunLedger begin(
      ClaimedRun claimed, RunSpec spec, String runId, boolean replace, String sparkVersion) {
    Optional<RunLedger> existing = find(spec, runId);
    if (existing.isPresent()) {
      Optional<RunLedger> goOn = goOn(existing.get(), spec, replace);
      if (goOn.isPresent()) {
        return goOn.get();
      }
    }
    RunLedger fresh = fresh(spec, runId, sparkVersion);
    claimed.save(fresh);
    return fresh;
  }

  /**
   * Keeps what the committed tasks have staged: from here on the run can go on whatever happens to
   * this driver.
   */
  public RunLedger commit(ClaimedRun claimed, RunLedger run, List<StagedFile> files) {
    RunLedger staged = feeding(choosing(run.staged(files)));
    claimed.save(staged);
    LOG.info(
        "Run {}: {} staged in {}, {}, in {}",
        run.runId(),
        Plural.of(staged.rows(), "row"),
        Plural.of(files.size(), "file"),
        Plural.of(staged.bytes(), "byte"),
        store.layout(run));
    return staged;
  }

  private static RunLedger choosing(RunLedger run) {
    TransformOptions options = TransformOptions.parse(run.options());
    ExecutorChoice choice = ExecutorChoice.of(options, run.rows(), run.bytes());
    if (choice.reason().isEmpty()) {
      return run;
    }
    LOG.info(
        "Run {}: executor=auto chooses {}: {}",
        run.runId(),
        choice.kind().text(),
        choice.reason().get());
    return run.choosing(
        choice.kind(), choice.reason().get(), RunSpec.model(choice.kind(), options).orElse(null));
  }

  private static RunLedger feeding(RunLedger run) {
    TransformOptions options = TransformOptions.parse(run.options());
    FedInstances instances = FedInstances.of(options, run.records(), run.files().size());
    if (!instances.areTooFew()) {
      return run;
    }
    if (options.isSet(OptionTable.INSTANCE_COUNT)) {
      LOG.warn("Run {}: {}", run.runId(), instances.sentence());
    } else {
      LOG.info("Run {}: {}", run.runId(), instances.sentence());
    }
    return run.withOptions(instances.fitting().asMap());
  }

  /**
   * Refuses to go on with a run that was staged from other rows, before anything of it is changed,
   * sent or paid. Of a run that was staged before hashes were kept only the number is compared.
   *
   * @param rows rows of the write that wants to go on with it
   * @param hash their hash
   */
  public void requireSameRows(RunLedger run, long rows, RowsHash hash) {
    Optional<RowsHash> staged = run.rowsHash();
    if (rows != run.rows() || !staged.orElse(hash).equals(hash)) {
      throw new RunConflictException(
          "Cannot go on with run '"
              + run.runId()
              + "' in "
              + store.layout(run)
              + " because this write does not have the run's rows: "
              + (rows == run.rows()
                  ? "both have " + Plural.of(rows, "row") + ", but not the same ones"
                  : "this write has " + Plural.of(rows, "row") + ", and the run has " + run.rows())
              + ". Nothing was sent, and the run is unchanged. To go on with the rows that were"
              + " staged, attach to the run and await it. To score these rows, choose another"
              + " runId, or replace the run with mode 'overwrite' or ifRunExists=replace. If the"
              + " DataFrame should have the same rows, it is not deterministic (rand(), uuid(),"
              + " current_timestamp(), a limit without an order, a source that has changed): write"
              + " it to a table first, and score that.");
    }
    if (staged.isEmpty()) {
      LOG.warn(
          "Run {} was staged by an earlier version, which kept no hash of its rows: only their"
              + " number ({}) was compared, and it is that of this write",
          run.runId(),
          rows);
    }
  }

  /** Deletes a run that was never committed. */
  public void discardUncommitted(ClaimedRun claimed, RunLedger run) {
    if (run.state() == RunState.STAGING) {
      claimed.requireHeld();
      discard(run);
    }
  }

  /**
   * Whether {@link #begin} and what follows would send records to the model, as things stand, or
   * only return a run that is over.
   */
  public boolean sendsSomething(RunSpec spec, String runId, boolean replace) {
    return replaces(spec, replace)
        || find(spec, runId).filter(run -> run.state().isOver()).isEmpty();
  }

  /**
   * Refuses, without an effect, a write that {@link #begin} would refuse as things stand: nobody
   * should wait for another driver's run only to hear that.
   */
  public void refuseEarly(RunSpec spec, String runId, boolean replace) {
    find(spec, runId).ifPresent(run -> refuse(run, spec, replace));
  }

  /** Looks by name too where the run would lie now, since a listing may lag behind. */
  private Optional<RunLedger> find(RunSpec spec, String runId) {
    return store.find(runId).or(() -> store.find(dt(spec, clock.instant()), runId));
  }

  private static String dt(RunSpec spec, Instant now) {
    return spec.options()
        .find(OptionTable.DT)
        .orElseGet(() -> now.atZone(ZoneOffset.UTC).toLocalDate().toString());
  }

  private Optional<RunLedger> goOn(RunLedger run, RunSpec spec, boolean replace) {
    refuse(run, spec, replace);
    if (replaces(spec, replace)) {
      discard(run);
      return Optional.empty();
    }
    if (run.state() == RunState.STAGING) {
      LOG.info("Run {} was never committed; its files are staged anew", run.runId());
      discard(run);
      return Optional.empty();
    }
    LOG.info("Run {} exists ({}) and goes on; nothing is staged again", run.runId(), run.state());
    // A wave that may have been started is found again only by the options it was planned with.
    return Optional.of(
        run.openWave().isPresent()
            ? run
            : Reopening.of(run, spec.options())
                .withOptions(
                    FedInstances.of(run.decided(spec.options()), run.records(), run.files().size())
                        .fitting()
                        .asMap()));
  }

  private static boolean replaces(RunSpec spec, boolean replace) {
    return replace || spec.options().get(OptionTable.IF_RUN_EXISTS) == IfRunExists.REPLACE;
  }

  private void refuse(RunLedger run, RunSpec spec, boolean replace) {
    if (replaces(spec, replace)) {
      refuseOpenWave(run);
      return;
    }
    if (spec.options().get(OptionTable.IF_RUN_EXISTS) == IfRunExists.FAIL) {
      throw new RunConflictException(
          "Cannot start run '"
              + run.runId()
              + "' because it exists in "
              + store.layout(run)
              + " and ifRunExists=fail. Choose another runId, or ifRunExists=resume.");
    }
    refuseOtherFingerprint(run, spec);
  }

  private void refuseOtherFingerprint(RunLedger run, RunSpec spec) {
    // Compared part by part, since an older run's fingerprint may have been made of fewer.
    Set<String> difference =
        Fingerprint.difference(run, run.decided(spec.options()), spec.schema().json());
    if (!difference.isEmpty()) {
      throw new RunConflictException(
          "Cannot go on with run '"
              + run.runId()
              + "' in "
              + store.layout(run)
              + " because this write differs from it in "
              + difference
              + ". Choose another runId, or replace the run with mode 'overwrite' or ifRunExists=replace.");
    }
  }

  private static void refuseOpenWave(RunLedger run) {
    if (run.openWave().isPresent()) {
      throw new RunConflictException(
          "Cannot replace run '"
              + run.runId()
              + "' because its wave "
              + run.lastWave().index()
              + " has not ended. Attach to it and await or stop it first, or choose another runId.");
    }
  }

  /** Only a folder that holds our own ledger is ever deleted; this one was found by it. */
  private void discard(RunLedger run) {
    RunLayout layout = store.layout(run);
    try {
      Discard.quietly(layout.path().getFileSystem(hadoop), layout.path(), true);
    } catch (IOException failure) {
      throw new StorageException("Cannot reach " + layout + ": " + failure.getMessage(), failure);
    }
  }

  private RunLedger fresh(RunSpec spec, String runId, String sparkVersion) {
    Instant now = clock.instant();
    return RunLedgerBuilder.builder()
        .format(RunLedger.FORMAT)
        .runId(runId)
        .dt(dt(spec, now))
        .state(RunState.STAGING)
        .executor(spec.options().get(OptionTable.EXECUTOR).text())
        .model(spec.model().orElse(null))
        .created(now)
        .connectorVersion(ConnectorVersion.current())
        .sparkVersion(sparkVersion)
        .fingerprint(Fingerprint.of(spec.options(), spec.schema().json()))
        .options(spec.options().asMap())
        .schema(spec.schema().json())
        .predictionType(spec.predictionType().map(DataType::json).orElse(null))
        .build();
  }
}
