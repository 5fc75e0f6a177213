package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.GeneratedRunId;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.run.LiveRuns;
import dev.batchtransform.spark.internal.run.RunEngine;
import dev.batchtransform.spark.internal.run.RunEngines;
import dev.batchtransform.spark.internal.run.RunSpec;
import dev.batchtransform.spark.internal.run.RunStaging;
import dev.batchtransform.spark.internal.run.RunWork;
import dev.batchtransform.spark.internal.run.WaveLoop;
import dev.batchtransform.spark.internal.session.Sessions;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side of a write: begins the run, and once all tasks have staged their rows, sends
 * them to the model.
 */
public final class TransformBatchWrite implements BatchWrite {
  private final RunSpec spec;
  private final boolean replace;
  private final Configuration hadoop = Sessions.hadoop();
  private final RunStore store;
  private final RunStaging staging;
  private @Nullable Begun begun;

  TransformBatchWrite(RunSpec spec, boolean replace) {
    this.spec = spec;
    this.replace = replace;
    this.store = new RunStore(new Path(spec.options().get(OptionTable.STAGING_PATH)), hadoop);
    this.staging = new RunStaging(store, hadoop, Clock.systemUTC());
  }

  /** A run that this write may change until it commits or aborts, which Spark does in any case. */
  private record Begun(ClaimedRun claimed, RunLedger run) {}

  /** The first thing of a write that has an effect; Spark calls it once, before any task. */
  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    if (sendsSomething()) {
      try (RunEngine engine = engine(spec.options())) {
        engine.validate();
      }
    }
    RunLedger run = begin();
    LiveRuns.staging(run.runId(), info.numPartitions());
    return run.state() == RunState.STAGING
        ? TransformDataWriterFactory.create(spec, store.layout(run), hadoop, info.numPartitions())
        : SkippingWriterFactory.create(spec);
  }

  /** A run that is over is returned as it is, whatever has become of its model. */
  private boolean sendsSomething() {
    return spec.options()
        .find(OptionTable.RUN_ID)
        .map(runId -> staging.sendsSomething(spec, runId, replace))
        .orElse(true);
  }

  private RunLedger begin() {
    String runId =
        spec.options().find(OptionTable.RUN_ID).orElseGet(() -> GeneratedRunId.at(Instant.now()));
    ClaimedRun claimed =
        RunWork.claim(
            Sessions.context(), store, runId, () -> staging.refuseEarly(spec, runId, replace));
    try {
      RunLedger run = staging.begin(claimed, spec, runId, replace, Sessions.sparkVersion());
      begun = new Begun(claimed, run);
      return run;
    } catch (RuntimeException failure) {
      claimed.close();
      throw failure;
    }
  }

  /** Spark tells of each task that has committed. */
  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    Begun now = begun;
    if (now != null) {
      LiveRuns.staged(now.run().runId(), rows(now.run(), new WriterCommitMessage[] {message}));
    }
  }

  private static long rows(RunLedger run, WriterCommitMessage[] messages) {
    return run.state() == RunState.STAGING
        ? staged(messages).stream().mapToLong(StagedFile::rows).sum()
        : SeenRows.sum(CommitMessage.contents(messages, SeenRows.class)).rows();
  }

  /**
   * Starts the job, or goes on with the run that is there when it holds the same rows, and waits
   * for it unless {@code wait=false}. When it fails, Spark calls {@link #abort}, which needs the
   * claim still.
   */
  @Override
  public void commit(WriterCommitMessage[] messages) {
    FaultPoint.STAGE_COMMIT.reached();
    Begun now = Objects.requireNonNull(begun, "Spark commits only after it has made a factory");
    if (now.run().state() == RunState.STAGING) {
      now = new Begun(now.claimed(), staging.commit(now.claimed(), now.run(), staged(messages)));
      begun = now;
    } else {
      SeenRows seen = SeenRows.sum(CommitMessage.contents(messages, SeenRows.class));
      staging.requireSameRows(now.run(), seen.rows(), seen.hash());
    }
    try (RunEngine engine = engine(RunAccess.of(spec.options()).options(now.run()))) {
      WaveLoop waves = engine.on(now.claimed());
      if (spec.options().get(OptionTable.WAIT)) {
        waves.await(now.run());
      } else {
        waves.submit(now.run());
      }
    }
    now.claimed().close();
  }

  /**
   * Deletes what was staged. Once the run's files are committed nothing is deleted any more: a job
   * may be running over them, and the run can go on. Spark passes null for a task that did not end.
   */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    Begun now = begun;
    if (now == null) {
      return;
    }
    try (ClaimedRun claimed = now.claimed()) {
      staging.discardUncommitted(claimed, now.run());
    }
  }

  private static List<StagedFile> staged(WriterCommitMessage[] messages) {
    return CommitMessage.contents(messages, StagedFile[].class).stream()
        .flatMap(Arrays::stream)
        .toList();
  }

  private RunEngine engine(TransformOptions options) {
    return RunEngines.create(
        Sessions.context(), hadoop, store, options, spec.predictionType().orElse(null));
  }
}
