package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import java.util.List;
import java.util.Set;

/**
 * How files that have failed are cut for the next wave.
 *
 * @param cuts the files that are cut, each with its pieces
 * @param tooMany names of files that no wave has room for; they are given up until a retry
 * @param waves waves that the plan is made for, the next one included
 * @param parts files that the next wave sends
 * @param badRecords bad records that the failing files are expected to hold, beside those that are
 *     known
 * @param left records that are expected to be in parts of several records still when those waves
 *     have ended, those of {@code tooMany} included
 */
public record IsolationPlan(
    List<Cut> cuts, Set<String> tooMany, int waves, long parts, double badRecords, double left) {

  public IsolationPlan {
    cuts = List.copyOf(cuts);
    tooMany = Set.copyOf(tooMany);
  }

  /**
   * A file and its pieces, two or more, which together are all of it in the order of its records.
   */
  public record Cut(LedgerFile file, List<Piece> pieces) {}

  /**
   * Consecutive records of a file and what is decided about them.
   *
   * @param records at least 1
   * @param outcome pending, or failed
   * @param written whether they get an input of their own
   */
  public record Piece(long records, FileOutcome outcome, boolean written) {

    /** Records that are sent in a file of their own, or may be one day. */
    Piece(long records, FileOutcome outcome) {
      this(records, outcome, true);
    }
  }
}
