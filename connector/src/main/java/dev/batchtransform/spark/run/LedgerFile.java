package dev.batchtransform.spark.run;

import dev.batchtransform.spark.stage.StagedFile;
import java.util.stream.Stream;

/**
 * A staged file and what is decided about it.
 *
 * @param staged the file
 * @param outcome what is decided
 */
public record LedgerFile(StagedFile staged, FileOutcome outcome) {

  LedgerFile with(FileOutcome changed) {
    return new LedgerFile(staged, changed);
  }

  /** This file, or the smallest files it was cut into, in the order of their records. */
  public Stream<LedgerFile> leaves() {
    return outcome instanceof FileOutcome.Split split
        ? split.parts().stream().flatMap(LedgerFile::leaves)
        : Stream.of(this);
  }

  /** This file and all it was cut into. */
  public Stream<LedgerFile> all() {
    return outcome instanceof FileOutcome.Split split
        ? Stream.concat(Stream.of(this), split.parts().stream().flatMap(LedgerFile::all))
        : Stream.of(this);
  }

  /** Records that stay without an answer, and answers that are not what the result schema says. */
  long failedRecords() {
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
