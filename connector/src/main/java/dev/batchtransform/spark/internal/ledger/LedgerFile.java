package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.Serializable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A staged file and what is decided about it.
 *
 * @param staged the file
 * @param outcome what is decided
 */
public record LedgerFile(StagedFile staged, FileOutcome outcome) implements Serializable {

  public LedgerFile with(FileOutcome changed) {
    return new LedgerFile(staged, changed);
  }

  /** This file, or the smallest files it was cut into, in the order of their records. */
  public Stream<LedgerFile> leaves() {
    return outcome instanceof FileOutcome.Split split
        ? split.parts().stream().flatMap(LedgerFile::leaves)
        : Stream.of(this);
  }

  /** The same with each of its leaves changed. */
  public LedgerFile mapLeaves(UnaryOperator<LedgerFile> change) {
    return outcome instanceof FileOutcome.Split split
        ? with(
            new FileOutcome.Split(
                split.parts().stream().map(part -> part.mapLeaves(change)).toList()))
        : change.apply(this);
  }

  /** This file and all it was cut into. */
  public Stream<LedgerFile> all() {
    return outcome instanceof FileOutcome.Split split
        ? Stream.concat(Stream.of(this), split.parts().stream().flatMap(LedgerFile::all))
        : Stream.of(this);
  }

  /** This file and all it was cut into, as far as each has an input of its own. */
  public Stream<StagedFile> inputs() {
    return all()
        .filter(LedgerFile::hasInput)
        .map(LedgerFile::staged)
        .filter(file -> file.records() > 0);
  }

  /**
   * A part whose answers are good and lie in the output of a larger file is never sent; nor is one
   * that failed in a request of its own before it was cut out.
   */
  private boolean hasInput() {
    if (outcome instanceof FileOutcome.Failed failed && failed.isUncut()) {
      return false;
    }
    return !(outcome instanceof FileOutcome.Scored scored)
        || scored.range() == null
        || failedRecords() > 0;
  }

  /** What of it has something to send and is not decided. */
  public Stream<StagedFile> pending() {
    return leaves().filter(LedgerFile::isPending).map(LedgerFile::staged);
  }

  /** What of it the next wave sends, or the open one: all that is pending, unless it probes. */
  public Stream<StagedFile> sending() {
    return leaves().filter(LedgerFile::isSent).map(LedgerFile::staged);
  }

  /** Whether it has something to send and is not decided. */
  public boolean isPending() {
    return outcome instanceof FileOutcome.Pending && staged.records() > 0;
  }

  /** Whether the next wave sends it, or the open one. */
  public boolean isSent() {
    return isPending() && !((FileOutcome.Pending) outcome).isHeld();
  }

  /** Records that stay without an answer, and answers that are not what the result schema says. */
  public long failedRecords() {
    if (outcome instanceof FileOutcome.Split split) {
      return split.parts().stream().mapToLong(LedgerFile::failedRecords).sum();
    }
    if (outcome instanceof FileOutcome.Scored scored) {
      return staged.records() - scored.answers() + scored.unparseable();
    }
    return staged.records();
  }

  /** Rows of the file that have no prediction but an error. */
  public long failedRows() {
    return staged.rows() - staged.records() + failedRecords();
  }
}
