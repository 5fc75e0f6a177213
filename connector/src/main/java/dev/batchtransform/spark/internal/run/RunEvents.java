package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.events.RunChanged;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/** Tells Spark's listeners of a run's changes, once its ledger says so. */
final class RunEvents {
  private final SparkContext spark;
  private @Nullable Standing last;

  RunEvents(SparkContext spark) {
    this.spark = spark;
  }

  /** What makes a change worth telling. */
  private record Standing(String state, int waves, boolean lastHasStarted, boolean lastHasEnded) {
    static Standing of(RunLedger run) {
      Optional<LedgerWave> wave = lastWave(run);
      return new Standing(
          run.state().name(),
          run.waves().size(),
          wave.filter(each -> each.submitted() != null).isPresent(),
          wave.filter(each -> each.state() != null).isPresent());
    }
  }

  void saved(RunLedger run, RunLayout layout) {
    Standing now = Standing.of(run);
    if (now.equals(last) || spark.isStopped()) {
      return;
    }
    last = now;
    Optional<LedgerWave> wave = lastWave(run);
    spark
        .listenerBus()
        .post(
            new RunChanged(
                run.runId(),
                layout.toString(),
                run.state().name(),
                run.rows(),
                run.failedRows(),
                wave.stream().mapToInt(LedgerWave::index).findFirst(),
                wave.flatMap(last -> Optional.ofNullable(last.jobName()))));
  }

  private static Optional<LedgerWave> lastWave(RunLedger run) {
    return run.waves().isEmpty() ? Optional.empty() : Optional.of(run.lastWave());
  }
}
