package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.run.isolation.Trial;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a run's records, as trials: each smallest piece was answered, or holds a bad
 * record. That the larger files failed which it was cut from says nothing more.
 */
final class Trials {
  private final Map<String, FileFailure> failures;
  private final TreeMap<Long, Trial> bySize = new TreeMap<>();

  private Trials(Map<String, FileFailure> failures) {
    this.failures = failures;
  }

  /**
   * The trials of these files, by size.
   *
   * @param failures what is known of single requests of the last wave, by the file's name
   */
  static Collection<Trial> of(List<LedgerFile> files, Map<String, FileFailure> failures) {
    Trials trials = new Trials(failures);
    files.stream().flatMap(LedgerFile::leaves).forEach(trials::add);
    return trials.bySize.values();
  }

  /** The trials of one file. */
  static Collection<Trial> of(LedgerFile file, Map<String, FileFailure> failures) {
    return of(List.of(file), failures);
  }

  private void add(LedgerFile leaf) {
    long records = leaf.staged().records();
    FileOutcome outcome = leaf.outcome();
    if (records == 0) {
      return;
    }
    if (outcome instanceof FileOutcome.Scored scored && scored.refusals().isEmpty()) {
      add(records, 1, 0);
    } else if (outcome instanceof FileOutcome.Scored scored) {
      add(1, scored.answers(), records - scored.answers());
    } else if (outcome instanceof FileOutcome.Failed) {
      add(records, 0, 1);
    } else if (leaf.isSent()) {
      sent(leaf, records);
    }
  }

  private void sent(LedgerFile leaf, long records) {
    FileFailure failure = failures.get(leaf.staged().name());
    if (failure == null || failure.requests().isEmpty()) {
      add(records, 0, 1);
      return;
    }
    long failed = 0;
    for (FailedRequest request : failure.requests()) {
      add(request.records(), 0, 1);
      failed += request.records();
    }
    if (failure.answered() > failed) {
      add(1, failure.answered() - failed, 0);
    }
  }

  private void add(long records, long succeeded, long failed) {
    bySize.merge(records, new Trial(records, succeeded, failed), Trial::plus);
  }
}
