package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.ledger.RunLedger;

/**
 * What becomes of rows that are not sent again. A record is blamed only for what happened to its
 * own request; of those that were sent together nobody knows which one it was.
 */
final class GivingUp {
  private static final String NOT_NARROWED =
      "It was sent together with a record that failed, and never alone: ";
  private static final String UNEXPLAINED = "Nothing shows that this record failed: ";

  private GivingUp() {}

  /** All that is pending. */
  static RunLedger all(RunLedger run) {
    return run.mapPending(leaf -> file(leaf, run));
  }

  /** All that is pending, after a wave that no record could have helped. */
  static RunLedger ofModel(RunLedger run) {
    return run.mapPending(
        leaf -> {
          FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
          boolean sentBefore = pending.attempts() > (pending.isHeld() ? 0 : 1);
          return failed(leaf, sentBefore ? ErrorCode.NOT_ISOLATED : ErrorCode.NOT_RUN, run);
        });
  }

  /** One file, or part of one. */
  static LedgerFile file(LedgerFile leaf, RunLedger run) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    if (pending.attempts() == 0 || pending.code() == null) {
      return failed(leaf, ErrorCode.NOT_RUN, run);
    }
    // What was cut off and held back has failed with others, and was never sent alone.
    boolean alone = leaf.staged().records() == 1 && !pending.isHeld();
    return failed(leaf, alone ? pending.code() : ErrorCode.NOT_ISOLATED, run);
  }

  /** Records that were sent together with one that failed. */
  static FileOutcome.Failed notIsolated(FileOutcome.Pending pending, int wave) {
    return new FileOutcome.Failed(
        ErrorCode.NOT_ISOLATED, once(NOT_NARROWED, words(pending)), pending.attempts(), wave);
  }

  /** What failed and nobody knows why. */
  private static FileOutcome.Failed unexplained(FileOutcome.Pending pending, int wave) {
    return new FileOutcome.Failed(
        ErrorCode.NOT_ISOLATED, once(UNEXPLAINED, words(pending)), pending.attempts(), wave);
  }

  private static LedgerFile failed(LedgerFile leaf, ErrorCode code, RunLedger run) {
    FileOutcome.Pending pending = (FileOutcome.Pending) leaf.outcome();
    int wave = run.lastWave().index();
    if (code == ErrorCode.NOT_ISOLATED) {
      boolean explained = pending.code() != ErrorCode.NOT_ISOLATED;
      return leaf.with(explained ? notIsolated(pending, wave) : unexplained(pending, wave));
    }
    return leaf.with(
        new FileOutcome.Failed(
            code, words(pending), pending.attempts(), pending.attempts() == 0 ? null : wave));
  }

  /** Once only, also when a retry has brought nothing new. */
  private static String once(String prefix, String words) {
    boolean said = words.startsWith(NOT_NARROWED) || words.startsWith(UNEXPLAINED);
    return said ? words : prefix + words;
  }

  private static String words(FileOutcome.Pending pending) {
    return pending.message() == null ? "It was never sent." : pending.message();
  }
}
