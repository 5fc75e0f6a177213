package dev.batchtransform.spark.source;

import dev.batchtransform.spark.fault.FaultPoint;
import dev.batchtransform.spark.options.OptionTable;
import dev.batchtransform.spark.run.RunEngine;
import dev.batchtransform.spark.run.RunEngines;
import dev.batchtransform.spark.run.RunLedger;
import dev.batchtransform.spark.run.RunSpec;
import dev.batchtransform.spark.run.RunStaging;
import dev.batchtransform.spark.run.RunState;
import dev.batchtransform.spark.run.RunStore;
import dev.batchtransform.spark.stage.StagedFile;
import java.time.Clock;
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
  private @Nullable RunLedger run;

  TransformBatchWrite(RunSpec spec, boolean replace) {
    this.spec = spec;
    this.replace = replace;
    this.store = new RunStore(new Path(spec.options().get(OptionTable.STAGING_PATH)), hadoop);
    this.staging = new RunStaging(store, hadoop, Clock.systemUTC());
  }

  /** The first thing of a write that has an effect; Spark calls it once, before any task. */
  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    try (RunEngine engine = engine()) {
      engine.validate();
    }
    run = staging.begin(spec, replace, Sessions.sparkVersion());
    return run.state() == RunState.STAGING
        ? TransformDataWriterFactory.create(spec, store.layout(run), hadoop, info.numPartitions())
        : new SkippingWriterFactory();
  }

  /** Starts the job, and waits for it unless {@code wait=false}. */
  @Override
  public void commit(WriterCommitMessage[] messages) {
    FaultPoint.STAGE_COMMIT.reached();
    RunLedger begun = Objects.requireNonNull(run, "Spark commits only after it has made a factory");
    run = begun.state() == RunState.STAGING ? staging.commit(begun, files(messages)) : begun;
    try (RunEngine engine = engine()) {
      run = spec.options().get(OptionTable.WAIT) ? engine.await(run) : engine.submit(run);
    }
  }

  /**
   * Deletes what was staged. Once the run's files are committed nothing is deleted any more: a job
   * may be running over them, and the run can go on. Spark passes null for a task that did not end.
   */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    if (run != null) {
      staging.discardUncommitted(run);
    }
  }

  private RunEngine engine() {
    return RunEngines.create(
        Sessions.context(), hadoop, store, spec.options(), spec.predictionType().orElse(null));
  }

  private static List<StagedFile> files(WriterCommitMessage[] messages) {
    return Arrays.stream(messages)
        .filter(StagedFilesMessage.class::isInstance)
        .flatMap(message -> ((StagedFilesMessage) message).files().stream())
        .toList();
  }
}
