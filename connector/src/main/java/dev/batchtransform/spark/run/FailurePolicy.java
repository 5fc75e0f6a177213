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
  private final PayloadSize payload;
  private final FailureIsolation isolation;

  /**
   * The policy of a run.
   *
   * @param onFailure the option {@code onFailure}
   * @param maxAttempts the option {@code maxAttempts}: waves after which what still fails is given
   *     up
   */
  FailurePolicy(
      OnFailure onFailure, int maxAttempts, PayloadSize payload, FailureIsolation isolation) {
    this.onFailure = onFailure;
    this.maxAttempts = maxAttempts;
    this.payload = payload;
    this.isolation = isolation;
  }

  OnFailure onFailure() {
    return onFailure;
  }

  PayloadSize payload() {
    return payload;
  }

  /**
   * The run after its last wave has been settled, with each pending file as the next wave shall
   * send it, or given up. What the service itself has failed is never given up: {@link
   * ServicePatience} says how long that goes on.
   */
  RunLedger apply(RunLedger run, RunLayout layout) {
    if (run.pending().isEmpty()) {
      return run;
    }
    WaveEnding ending = WaveEnding.of(run.lastWave());
    if (ending == WaveEnding.TRANSIENT) {
      return run;
    }
    int wavesLeft = maxAttempts - count(run, WaveEnding::isAttempt);
    if (onFailure == OnFailure.FAIL || wavesLeft <= 0 || ending == WaveEnding.OF_MODEL) {
      return giveUp(run);
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
   * Whole files again, but not those that would come back as they did: with the wrong number of
   * answers, or too large when requests cannot be smaller.
   */
  private RunLedger retry(RunLedger run) {
    boolean scored = scoredInLastWave(run);
    boolean shrink = payload.canShrink(run);
    int wave = run.lastWave().index();
    return run.withFiles(
        WaveSettlement.mapPending(
            run.files(),
            leaf ->
                switch (code(leaf)) {
                  case OVERSIZE ->
                      shrink && PayloadSize.mayBeSentSmaller(leaf) ? leaf : giveUp(leaf, wave);
                  case MISALIGNED -> giveUp(leaf, wave);
                  default -> scored ? leaf : giveUp(leaf, wave);
                }));
  }

  private RunLedger isolate(RunLedger run, int wavesLeft, RunLayout layout) {
    // The last wave must reach single records, so nothing is left to smaller requests there.
    boolean shrink = wavesLeft > 1 && payload.canShrink(run);
    boolean sentSmaller = run.lastWave().reducedPayload().isPresent();
    int wave = run.lastWave().index();
    List<StagedFile> divisible =
        run.files().stream()
            .flatMap(LedgerFile::leaves)
            .filter(FailurePolicy::isPending)
            .filter(leaf -> leaf.staged().records() > 1)
            .filter(leaf -> !(shrink && PayloadSize.mayBeSentSmaller(leaf)))
            .map(LedgerFile::staged)
            .toList();
    Map<String, List<StagedFile>> parts =
        divisible.isEmpty() ? Map.of() : isolation.cut(divisible, badShare(run), wavesLeft, layout);
    return run.withFiles(
        WaveSettlement.mapPending(
            run.files(),
            leaf -> {
              List<StagedFile> cut = parts.get(leaf.staged().name());
              if (cut != null) {
                return split(leaf, cut);
              }
              boolean again =
                  leaf.staged().records() > 1
                      || (sentSmaller && code(leaf) == ErrorCode.MODEL_ERROR);
              return again ? leaf : giveUp(leaf, wave);
            }));
  }

  private static double badShare(RunLedger run) {
    return FailureIsolation.badShare(run.lastWave(), run.pending().size());
  }

  private static boolean isPending(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Pending;
  }

  private static ErrorCode code(LedgerFile leaf) {
    ErrorCode code = ((FileOutcome.Pending) leaf.outcome()).code();
    return code == null ? ErrorCode.NOT_RUN : code;
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
    return isPending(leaf) && code(leaf) != ErrorCode.NOT_RUN && code(leaf) != ErrorCode.MISALIGNED;
  }

  /** That a file was too large says nothing of its parts. */
  private static LedgerFile split(LedgerFile leaf, List<StagedFile> parts) {
    FileOutcome.Pending failed = (FileOutcome.Pending) leaf.outcome();
    ErrorCode code = failed.code() == ErrorCode.OVERSIZE ? ErrorCode.MODEL_ERROR : failed.code();
    FileOutcome.Pending unsent = new FileOutcome.Pending(failed.attempts(), code, failed.message());
    return leaf.with(
        new FileOutcome.Split(parts.stream().map(part -> new LedgerFile(part, unsent)).toList()));
  }

  private static RunLedger giveUp(RunLedger run) {
    int wave = run.lastWave().index();
    return run.withFiles(WaveSettlement.mapPending(run.files(), leaf -> giveUp(leaf, wave)));
  }

  private static LedgerFile giveUp(LedgerFile leaf, int wave) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    // Of several records nobody knows which one was too large.
    ErrorCode code = PayloadSize.mayBeSentSmaller(leaf) ? ErrorCode.MODEL_ERROR : code(leaf);
    String message = pending.message() == null ? "It was never sent." : pending.message();
    return leaf.with(
        new FileOutcome.Failed(
            code, message, pending.attempts(), pending.attempts() == 0 ? null : wave));
  }
}
