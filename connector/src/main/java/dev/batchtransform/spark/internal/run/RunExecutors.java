package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.auto.ExecutorChoice;
import dev.batchtransform.spark.internal.executor.auto.Tail;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The executors of one run: its own, and the one that narrows down what its first wave has left.
 * Each is made when it is needed first. Safe for use by several threads.
 */
final class RunExecutors implements AutoCloseable {
  private final TransformOptions options;
  private final Function<ExecutorKind, TransformExecutor> make;
  private final Map<ExecutorKind, TransformExecutor> made = new EnumMap<>(ExecutorKind.class);

  RunExecutors(TransformOptions options, Function<ExecutorKind, TransformExecutor> make) {
    this.options = options;
    this.make = make;
  }

  /** Refuses what cannot work, of every executor that may be needed. */
  void validate() {
    Set<ExecutorKind> all = new LinkedHashSet<>();
    for (ExecutorKind kind : ExecutorChoice.candidates(options)) {
      all.add(kind);
      Tail.of(options, kind).ifPresent(all::add);
    }
    all.forEach(kind -> get(kind).validate());
  }

  /** Who runs, or has run, that wave. */
  TransformExecutor of(RunLedger run, LedgerWave wave) {
    return get(run.kindOf(wave));
  }

  /** Who runs the run's open wave, or will run its next one. */
  TransformExecutor ofNextWave(RunLedger run) {
    return get(run.openWave().map(run::kindOf).orElseGet(() -> other(run).orElse(run.kind())));
  }

  /** Who runs the run's next wave, where it is not the run's own executor. */
  Optional<ExecutorKind> other(RunLedger run) {
    return run.attempts() == 0 ? Optional.empty() : Tail.of(options, run.kind());
  }

  /**
   * Whether the next wave is the first in which another executor sends more than a few records, and
   * learns of whole files what becomes of each of their records.
   */
  boolean change(RunLedger run) {
    Optional<ExecutorKind> other = other(run);
    return other.isPresent()
        && get(other.get()).seesEachRecord()
        && run.wavesOfRound().noneMatch(wave -> !wave.isProbe() && run.kindOf(wave) == other.get());
  }

  private synchronized TransformExecutor get(ExecutorKind kind) {
    return made.computeIfAbsent(kind, make);
  }

  @Override
  public synchronized void close() {
    made.values().forEach(TransformExecutor::close);
    made.clear();
  }
}
