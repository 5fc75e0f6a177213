package dev.batchtransform.spark.run;

import dev.batchtransform.spark.executor.WaveResult;
import dev.batchtransform.spark.options.OnFailure;
import dev.batchtransform.spark.stage.RunLayout;
import dev.batchtransform.spark.stage.StagedFile;
import java.util.List;
import java.util.Map;

/**
 * What becomes of files that a wave has left without answers: sent again, cut into smaller ones, or
 * given up.
 */
final class FailurePolicy {
  private final OnFailure onFailure;
  private final int maxAttempts;
  private final FailureIsolation isolation;

  /**
   * The policy of a run.
   *
   * @param onFailure the option {@code onFailure}
   * @param maxAttempts the option {@code maxAttempts}: waves after which what still fails is given
   *     up
   */
  FailurePolicy(OnFailure onFailure, int maxAttempts, FailureIsolation isolation) {
    this.onFailure = onFailure;
    this.maxAttempts = maxAttempts;
    this.isolation = isolation;
  }

  OnFailure onFailure() {
    return onFailure;
  }

  /**
   * The run after its last wave has been settled, with each pending file as the next wave shall
   * send it, or given up.
   */
  RunLedger apply(RunLedger run, RunLayout layout) {
    if (run.pending().isEmpty()) {
      return run;
    }
    int wavesLeft = maxAttempts - run.waves().size();
    if (onFailure == OnFailure.FAIL || wavesLeft <= 0) {
      return giveUp(run);
    }
    if (onFailure == OnFailure.RETRY) {
      return madeProgress(run) ? run : giveUp(run);
    }
    return isolate(run, wavesLeft, layout);
  }

  private RunLedger isolate(RunLedger run, int wavesLeft, RunLayout layout) {
    List<StagedFile> divisible = run.pending().stream().filter(file -> file.records() > 1).toList();
    Map<String, List<StagedFile>> parts =
        divisible.isEmpty() ? Map.of() : isolation.cut(divisible, wavesLeft, layout);
    return run.withFiles(
        WaveSettlement.mapPending(
            run.files(),
            leaf -> {
              List<StagedFile> cut = parts.get(leaf.staged().name());
              return cut == null ? giveUp(leaf) : split(leaf, cut);
            }));
  }

  private static LedgerFile split(LedgerFile leaf, List<StagedFile> parts) {
    return leaf.with(
        new FileOutcome.Split(
            parts.stream().map(part -> new LedgerFile(part, leaf.outcome())).toList()));
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

  private static RunLedger giveUp(RunLedger run) {
    return run.withFiles(WaveSettlement.mapPending(run.files(), FailurePolicy::giveUp));
  }

  private static LedgerFile giveUp(LedgerFile leaf) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    String message = pending.message() == null ? "The file has no output." : pending.message();
    return leaf.with(new FileOutcome.Failed(ErrorCode.MODEL_ERROR, message, pending.attempts()));
  }
}
