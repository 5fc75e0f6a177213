package dev.batchtransform.spark.run;

import dev.batchtransform.spark.executor.WaveResult;
import dev.batchtransform.spark.options.OnFailure;
import java.util.List;

/**
 * What becomes of files that a wave has left without answers: sent again, or given up.
 *
 * @param onFailure the option {@code onFailure}
 * @param maxAttempts the option {@code maxAttempts}: waves after which what still fails is given up
 */
record FailurePolicy(OnFailure onFailure, int maxAttempts) {

  /** The run with the files given up that will not be sent again. */
  RunLedger apply(RunLedger run) {
    if (run.pending().isEmpty() || sendAgain(run)) {
      return run;
    }
    List<LedgerFile> files = WaveSettlement.mapPending(run.files(), FailurePolicy::giveUp);
    return run.withFiles(files);
  }

  private boolean sendAgain(RunLedger run) {
    return onFailure != OnFailure.FAIL && run.waves().size() < maxAttempts && madeProgress(run);
  }

  /**
   * A wave of whole files that brings nothing new would bring nothing new again, at the same price.
   */
  private static boolean madeProgress(RunLedger run) {
    int last = run.lastWave().index();
    return run.lastWave().state() == WaveResult.State.COMPLETED
        || run.files().stream()
            .flatMap(LedgerFile::leaves)
            .anyMatch(
                leaf ->
                    leaf.outcome() instanceof FileOutcome.Scored scored && scored.wave() == last);
  }

  private static LedgerFile giveUp(LedgerFile leaf) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    String message = pending.message() == null ? "The file has no output." : pending.message();
    return leaf.with(new FileOutcome.Failed(ErrorCode.MODEL_ERROR, message, pending.attempts()));
  }
}
