package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.internal.claim.RunClaim;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.ledger.GeneratedRunId;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.run.RunEngine;
import dev.batchtransform.spark.internal.run.RunEngines;
import dev.batchtransform.spark.internal.run.RunSpec;
import dev.batchtransform.spark.internal.run.RunStaging;
import dev.batchtransform.spark.internal.run.RunWork;
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
  private final RunStore unclaimed;
  private @Nullable Begun begun;

  TransformBatchWrite(RunSpec spec, boolean replace) {
    this.spec = spec;
    this.replace = replace;
    this.unclaimed = new RunStore(new Path(spec.options().get(OptionTable.STAGING_PATH)), hadoop);
  }

  /** A run that this write may change until it commits or aborts, which Spark does in any case. */
  private record Begun(RunClaim claim, RunStore store, RunStaging staging, RunLedger run) {
    Begun with(RunLedger changed) {
      return new Begun(claim, store, staging, changed);
    }
  }

  /** The first thing of a write that has an effect; Spark calls it once, before any task. */
  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    if (sendsSomething()) {
      try (RunEngine engine = engine(unclaimed, spec.options())) {
        engine.validate();
      }
    }
    RunLedger run = begin();
    return run.state() == RunState.STAGING
        ? TransformDataWriterFactory.create(
            spec, unclaimed.layout(run), hadoop, info.numPartitions())
        : SkippingWriterFactory.create(spec);
  }

  /** A run that is over is returned as it is, whatever has become of its model. */
  private boolean sendsSomething() {
    RunStaging looking = new RunStaging(unclaimed, hadoop, Clock.systemUTC());
    return spec.options()
        .find(OptionTable.RUN_ID)
        .map(runId -> looking.sendsSomething(spec, runId, replace))
        .orElse(true);
  }

  private RunLedger begin() {
    String runId =
        spec.options().find(OptionTable.RUN_ID).orElseGet(() -> GeneratedRunId.at(Instant.now()));
    RunStaging looking = new RunStaging(unclaimed, hadoop, Clock.systemUTC());
    RunClaim claim =
        RunWork.claim(
            Sessions.context(), unclaimed, runId, () -> looking.refuseEarly(spec, runId, replace));
    try {
      RunStore store = unclaimed.claimedBy(claim);
      RunStaging staging = new RunStaging(store, hadoop, Clock.systemUTC());
      RunLedger run = staging.begin(spec, runId, replace, Sessions.sparkVersion());
      begun = new Begun(claim, store, staging, run);
      return run;
    } catch (RuntimeException failure) {
      claim.close();
      throw failure;
    }
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
      now = now.with(now.staging().commit(now.run(), staged(messages)));
      begun = now;
    } else {
      SeenRows seen = SeenRows.sum(CommitMessage.contents(messages, SeenRows.class));
      now.staging().requireSameRows(now.run(), seen.rows(), seen.hash());
    }
    try (RunEngine engine = engine(now.store(), RunAccess.of(spec.options()).options(now.run()))) {
      if (spec.options().get(OptionTable.WAIT)) {
        engine.await(now.run());
      } else {
        engine.submit(now.run());
      }
    }
    now.claim().close();
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
    try {
      now.staging().discardUncommitted(now.run());
    } finally {
      now.claim().close();
    }
  }

  private static List<StagedFile> staged(WriterCommitMessage[] messages) {
    return CommitMessage.contents(messages, StagedFile[].class).stream()
        .flatMap(Arrays::stream)
        .toList();
  }

  private RunEngine engine(RunStore store, TransformOptions options) {
    return RunEngines.create(
        Sessions.context(), hadoop, store, options, spec.predictionType().orElse(null));
  }
}
