package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.record.answer.Framing;
import dev.batchtransform.spark.internal.session.TaskWeight;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A staged file and where the answers to its records are, in the order of the records.
 *
 * @param staged the file
 * @param answers consecutive stretches of its records; together they are all of them
 */
public record FileToRead(StagedFile staged, List<Stretch> answers) implements Serializable {

  /** Records of a file that share one fate. */
  sealed interface Stretch extends Serializable {
    long records();
  }

  /**
   * Records whose answers are in one output.
   *
   * @param bytes size of the output
   * @param range where in the output they are
   * @param refused records among them that have none
   */
  record Answered(
      long records,
      String output,
      long bytes,
      Framing framing,
      FileOutcome.Range range,
      long answers,
      int wave,
      int attempts,
      List<FileOutcome.Refused> refused)
      implements Stretch {}

  /** Records that have an answer, which nobody asks for. */
  record Passed(long records) implements Stretch {}

  /** Records without an answer. */
  record Unanswered(
      long records, String code, @Nullable String message, @Nullable Integer wave, int attempts)
      implements Stretch {}

  /** A file whose rows are wanted with their predictions. */
  public static FileToRead of(LedgerFile file) {
    return of(file, FileToRead::stretch);
  }

  /**
   * A file of which only the errors are wanted: an output of which the ledger says that all of it
   * is good is not opened.
   */
  public static FileToRead ofErrors(LedgerFile file) {
    return of(
        file,
        leaf -> leaf.failedRecords() == 0 ? new Passed(leaf.staged().records()) : stretch(leaf));
  }

  private static FileToRead of(LedgerFile file, Function<LedgerFile, Stretch> stretch) {
    List<Stretch> stretches =
        file.leaves().filter(leaf -> leaf.staged().records() > 0).map(stretch).toList();
    return new FileToRead(file.staged(), stretches);
  }

  /** Bytes of the outputs that hold the file's answers. */
  public static long answerBytes(LedgerFile file) {
    return file
        .leaves()
        .map(LedgerFile::outcome)
        .filter(FileOutcome.Scored.class::isInstance)
        .map(FileOutcome.Scored.class::cast)
        .collect(
            Collectors.toMap(
                FileOutcome.Scored::output, FileOutcome.Scored::bytes, (one, same) -> one))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** What a read of all of it costs a task. */
  public TaskWeight weight() {
    return new TaskWeight(staged.bytes() + answerBytes(), 1L + outputs().size());
  }

  /** Bytes of the outputs that a read of it opens. */
  public long answerBytes() {
    return outputs().values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> outputs() {
    Map<String, Long> outputs = new HashMap<>();
    for (Stretch stretch : answers) {
      if (stretch instanceof Answered answered) {
        outputs.put(answered.output(), answered.bytes());
      }
    }
    return outputs;
  }

  private static Stretch stretch(LedgerFile leaf) {
    long records = leaf.staged().records();
    FileOutcome outcome = leaf.outcome();
    if (outcome instanceof FileOutcome.Scored scored) {
      return new Answered(
          records,
          scored.output(),
          scored.bytes(),
          scored.framing(),
          scored.place(),
          scored.answers(),
          scored.wave(),
          scored.attempts(),
          scored.refusals());
    }
    if (outcome instanceof FileOutcome.Failed failed) {
      return new Unanswered(
          records, failed.code().name(), failed.message(), failed.wave(), failed.attempts());
    }
    FileOutcome.Pending pending = (FileOutcome.Pending) outcome;
    return new Unanswered(
        records,
        ErrorCode.NOT_RUN.name(),
        "The run ended before this row was sent.",
        null,
        pending.attempts());
  }
}
