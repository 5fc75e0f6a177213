package dev.batchtransform.spark.source;

import dev.batchtransform.spark.record.Framing;
import dev.batchtransform.spark.run.ErrorCode;
import dev.batchtransform.spark.run.FileOutcome;
import dev.batchtransform.spark.run.LedgerFile;
import dev.batchtransform.spark.stage.StagedFile;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A staged file and where the answers to its records are, in the order of the records.
 *
 * @param staged the file
 * @param answers consecutive stretches of its records; together they are all of them
 */
record FileToRead(StagedFile staged, List<Stretch> answers) implements Serializable {

  /** Records of a file that share one fate. */
  sealed interface Stretch extends Serializable {
    long records();
  }

  /** Records whose answers are in one output. */
  record Answered(long records, String output, Framing framing, long answers, int attempts)
      implements Stretch {}

  /** Records without an answer. */
  record Unanswered(long records, String code, @Nullable String message, int attempts)
      implements Stretch {}

  static FileToRead of(LedgerFile file) {
    List<Stretch> stretches =
        file.leaves().filter(leaf -> leaf.staged().records() > 0).map(FileToRead::stretch).toList();
    return new FileToRead(file.staged(), stretches);
  }

  /**
   * Bytes that a read of everything opens, roughly: the row log holds about what the input does.
   */
  static long bytes(LedgerFile file) {
    return file.staged().bytes()
        + file.leaves()
            .mapToLong(
                leaf -> leaf.outcome() instanceof FileOutcome.Scored scored ? scored.bytes() : 0)
            .sum();
  }

  private static Stretch stretch(LedgerFile leaf) {
    long records = leaf.staged().records();
    FileOutcome outcome = leaf.outcome();
    if (outcome instanceof FileOutcome.Scored scored) {
      return new Answered(
          records, scored.output(), scored.framing(), scored.answers(), scored.wave() + 1);
    }
    if (outcome instanceof FileOutcome.Failed failed) {
      return new Unanswered(records, failed.code().name(), failed.message(), failed.attempts());
    }
    FileOutcome.Pending pending = (FileOutcome.Pending) outcome;
    return new Unanswered(
        records,
        ErrorCode.NOT_RUN.name(),
        "The run ended before this row was sent.",
        pending.attempts());
  }
}
