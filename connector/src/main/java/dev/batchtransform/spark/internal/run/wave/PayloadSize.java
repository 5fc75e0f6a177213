package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.WaveEnding;
import dev.batchtransform.spark.model.BatchStrategy;
import java.util.OptionalInt;

/**
 * How large a wave's requests may be. A container that finds a request too large (413) gets the
 * same file in requests of half the size. Requests of one record do not get smaller that way.
 *
 * @param strategy the option {@code batchStrategy}
 * @param largest the option {@code maxPayloadInMB}
 */
public record PayloadSize(BatchStrategy strategy, int largest) {
  /** SageMaker takes whole MiB; 0 would mean no limit. */
  private static final int SMALLEST = 1;

  /** Whether files that were too large for the last wave's requests can be sent in smaller ones. */
  boolean canShrink(RunLedger run) {
    return strategy == BatchStrategy.MULTI_RECORD && ofLastWave(run) > SMALLEST;
  }

  /**
   * The size that the next wave's requests may have, where it is not the option's. A pure function
   * of the ledger, so that a driver which takes the run over comes to the same.
   */
  public OptionalInt ofNextWave(RunLedger run) {
    if (run.wavesOfRound().findAny().isEmpty()) {
      return OptionalInt.empty();
    }
    if (!WaveEnding.of(run.lastWave()).isAttempt()) {
      return run.lastWave().reducedPayload();
    }
    boolean tooLarge =
        run.files().stream().flatMap(LedgerFile::leaves).anyMatch(PayloadSize::mayBeSentSmaller);
    return tooLarge && canShrink(run)
        ? OptionalInt.of(Math.max(SMALLEST, ofLastWave(run) / 2))
        : OptionalInt.empty();
  }

  /** Whether the container found a request of the file too large that held several records. */
  static boolean mayBeSentSmaller(LedgerFile leaf) {
    return leaf.outcome() instanceof FileOutcome.Pending pending
        && pending.code() == ErrorCode.OVERSIZE
        && leaf.staged().records() > 1;
  }

  private int ofLastWave(RunLedger run) {
    return run.lastWave().reducedPayload().orElse(largest);
  }
}
