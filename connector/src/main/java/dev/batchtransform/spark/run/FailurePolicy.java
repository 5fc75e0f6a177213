package dev.batchtransform.spark.run;

import dev.batchtransform.spark.options.OnFailure;
import dev.batchtransform.spark.stage.RunLayout;
import dev.batchtransform.spark.stage.StagedFile;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
    WaveEnding ending = WaveEnding.of(run.lastWave());
    int wavesLeft = maxAttempts - count(run, WaveEnding::isAttempt);
    if (onFailure == OnFailure.FAIL || wavesLeft <= 0 || ending == WaveEnding.OF_MODEL) {
      return giveUp(run);
    }
    if (ending == WaveEnding.TRANSIENT) {
      return count(run, WaveEnding.TRANSIENT::equals) < maxAttempts ? run : giveUp(run);
    }
    if (!anyAligned(run)) {
      return giveUp(run);
    }
    return onFailure == OnFailure.RETRY ? retry(run) : isolate(run, wavesLeft, layout);
  }

  private static int count(RunLedger run, Predicate<WaveEnding> which) {
    return Math.toIntExact(run.wavesOfRound().map(WaveEnding::of).filter(which).count());
  }

  /**
   * Whole files again, but not those whose answers came and are the wrong number: they would be the
   * same again.
   */
  private static RunLedger retry(RunLedger run) {
    if (!scoredInLastWave(run)) {
      return giveUp(run);
    }
    return run.withFiles(
        WaveSettlement.mapPending(
            run.files(), leaf -> isMisaligned(leaf) ? giveUp(leaf, run.lastWave().index()) : leaf));
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
              return cut == null ? giveUp(leaf, run.lastWave().index()) : split(leaf, cut);
            }));
  }

  /**
   * A model whose every output has the wrong number of answers does not speak the format; smaller
   * files would not teach it.
   */
  private static boolean anyAligned(RunLedger run) {
    return scoredInLastWave(run)
        || run.files().stream().flatMap(LedgerFile::leaves).anyMatch(FailurePolicy::hasNoOutput);
  }

  private static boolean scoredInLastWave(RunLedger run) {
    int last = run.lastWave().index();
    return run.files().stream()
        .flatMap(LedgerFile::leaves)
        .anyMatch(
            leaf -> leaf.outcome() instanceof FileOutcome.Scored scored && scored.wave() == last);
  }

  private static boolean hasNoOutput(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Pending pending
        && pending.code() == ErrorCode.MODEL_ERROR;
  }

  private static boolean isMisaligned(LedgerFile leaf) {
    return ((FileOutcome.Pending) leaf.outcome()).code() == ErrorCode.MISALIGNED;
  }

  private static LedgerFile split(LedgerFile leaf, List<StagedFile> parts) {
    return leaf.with(
        new FileOutcome.Split(
            parts.stream().map(part -> new LedgerFile(part, leaf.outcome())).toList()));
  }

  private static RunLedger giveUp(RunLedger run) {
    int wave = run.lastWave().index();
    return run.withFiles(WaveSettlement.mapPending(run.files(), leaf -> giveUp(leaf, wave)));
  }

  private static LedgerFile giveUp(LedgerFile leaf, int wave) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    ErrorCode code = pending.code() == null ? ErrorCode.NOT_RUN : pending.code();
    String message = pending.message() == null ? "It was never sent." : pending.message();
    return leaf.with(
        new FileOutcome.Failed(
            code, message, pending.attempts(), pending.attempts() == 0 ? null : wave));
  }
}
