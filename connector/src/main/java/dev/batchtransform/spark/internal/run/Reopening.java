package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;

/**
 * Goes on with a run that has ended before all its bad records stood alone, when the same write
 * allows it more waves.
 */
final class Reopening {
  private Reopening() {}

  /**
   * The run with what was not narrowed down to single records pending again; the same run when the
   * write allows no more waves than the run has had, or nothing is left to narrow down.
   */
  static RunLedger of(RunLedger run, TransformOptions now) {
    int before = TransformOptions.parse(run.options()).get(OptionTable.MAX_ATTEMPTS);
    boolean over = run.state().isOver() && run.inputs() == null;
    boolean more =
        now.get(OptionTable.MAX_ATTEMPTS) > before
            && now.get(OptionTable.ON_FAILURE) == OnFailure.ISOLATE;
    return over && more && run.leaves().anyMatch(Reopening::isNotIsolated)
        ? run.mapLeaves(leaf -> isNotIsolated(leaf) ? pendingAgain(leaf) : leaf)
            .withDeadLetters(null)
            .running()
        : run;
  }

  private static boolean isNotIsolated(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Failed failed
        && failed.code() == ErrorCode.NOT_ISOLATED;
  }

  private static LedgerFile pendingAgain(LedgerFile leaf) {
    FileOutcome.Failed failed = (FileOutcome.Failed) leaf.outcome();
    return leaf.with(new FileOutcome.Pending(failed.attempts(), failed.code(), failed.message()));
  }
}
