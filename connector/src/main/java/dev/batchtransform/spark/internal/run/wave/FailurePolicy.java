package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.WaveEnding;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of files that a wave has left without answers: sent again, cut into smaller ones, or
 * given up.
 */
public final class FailurePolicy {
  private final OnFailure onFailure;
  private final int maxAttempts;
  private final PayloadSize payload;
  private final FailureIsolation isolation;
  private final Predicate<RunLedger> change;

  /**
   * The policy of a run.
   *
   * @param onFailure the option {@code onFailure}
   * @param maxAttempts the option {@code maxAttempts}: waves after which what still fails is given
   *     up
   * @param change whether the next wave of the run is the first in which another executor takes
   *     what is left
   */
  public FailurePolicy(
      OnFailure onFailure,
      int maxAttempts,
      PayloadSize payload,
      FailureIsolation isolation,
      Predicate<RunLedger> change) {
    this.onFailure = onFailure;
    this.maxAttempts = maxAttempts;
    this.payload = payload;
    this.isolation = isolation;
    this.change = change;
  }

  public OnFailure onFailure() {
    return onFailure;
  }

  public PayloadSize payload() {
    return payload;
  }

  /**
   * The run after its last wave has been settled, with each pending file as the next wave shall
   * send it, or given up. What the service itself has failed, or the account does not allow, is
   * never given up: {@link ServicePatience} says how long the former goes on.
   *
   * @param failures what is known of the last wave's files without output, by the file's name
   */
  public RunLedger apply(RunLedger run, Map<String, FileFailure> failures, RunLayout layout) {
    if (run.pending().isEmpty()) {
      return run;
    }
    WaveEnding ending = WaveEnding.of(run.lastWave());
    if (ending == WaveEnding.TRANSIENT || ending == WaveEnding.OF_ACCOUNT) {
      return run;
    }
    if (ending == WaveEnding.OF_MODEL) {
      return GivingUp.ofModel(run);
    }
    int wavesLeft = wavesLeft(run);
    if (onFailure == OnFailure.FAIL) {
      return GivingUp.all(run);
    }
    return onFailure == OnFailure.RETRY
        ? retry(run, wavesLeft)
        : isolate(run, failures, wavesLeft, layout);
  }

  private int wavesLeft(RunLedger run) {
    return maxAttempts - run.attempts();
  }

  /**
   * Whole files again, but not those that would come back as they did: with the wrong number of
   * answers, or too large when requests cannot be smaller.
   */
  private RunLedger retry(RunLedger run, int wavesLeft) {
    boolean scored = run.scoredInLastWave() && wavesLeft > 0;
    boolean shrink = payload.canShrink(run) && wavesLeft > 0;
    return run.mapPending(
        leaf ->
            switch (code(leaf)) {
              case OVERSIZE ->
                  shrink && PayloadSize.mayBeSentSmaller(leaf) ? leaf : GivingUp.file(leaf, run);
              case MISALIGNED -> GivingUp.file(leaf, run);
              default -> scored ? leaf : GivingUp.file(leaf, run);
            });
  }

  private RunLedger isolate(
      RunLedger run, Map<String, FileFailure> failures, int wavesLeft, RunLayout layout) {
    if (!run.scoredInLastWave() && !anyAnswered(failures)) {
      if (run.lastWave().isProbe() || triedSingly(run, failures) >= ProbePlanner.SINGLE_RECORDS) {
        return isolation.giveUp(run, failures, layout);
      }
      if (wavesLeft > 0 && recordsLastSent(run) > ProbePlanner.FEW) {
        return isolation.probe(run, layout);
      }
    }
    if (wavesLeft <= 0) {
      return isolation.giveUp(run, failures, layout);
    }
    if (change.test(run)) {
      return isolation.handOver(run);
    }
    // The last wave must reach single records, so nothing is left to smaller requests there.
    boolean shrink = wavesLeft > 1 && payload.canShrink(run);
    return isolation.narrow(run, failures, wavesLeft, shrink, layout);
  }

  private static ErrorCode code(LedgerFile leaf) {
    ErrorCode code = ((FileOutcome.Pending) leaf.outcome()).code();
    return code == null ? ErrorCode.NOT_RUN : code;
  }

  /** Whether some request is known to have been answered, though its file has no output. */
  private static boolean anyAnswered(Map<String, FileFailure> failures) {
    return failures.values().stream()
        .anyMatch(
            failure ->
                failure.answered()
                    > failure.requests().stream().mapToLong(FailedRequest::records).sum());
  }

  /** Records of the last wave that are known to have failed in requests of their own. */
  private static long triedSingly(RunLedger run, Map<String, FileFailure> failures) {
    return run.leaves()
        .filter(LedgerFile::isSent)
        .mapToLong(leaf -> triedSingly(leaf, failures.get(leaf.staged().name())))
        .sum();
  }

  private static long triedSingly(LedgerFile leaf, @Nullable FileFailure failure) {
    if (leaf.staged().records() == 1) {
      return code(leaf) == ErrorCode.NOT_ISOLATED ? 0 : 1;
    }
    return failure == null
        ? 0
        : failure.requests().stream().filter(request -> request.records() == 1).count();
  }

  private static long recordsLastSent(RunLedger run) {
    return run.lastWave().records();
  }
}
