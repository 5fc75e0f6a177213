package dev.batchtransform.spark.internal.deadletter;

import dev.batchtransform.spark.internal.join.AnswerPlan;
import dev.batchtransform.spark.internal.join.AnswerStream;
import dev.batchtransform.spark.internal.join.FileToRead;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.FileOutcome;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Range;
import dev.batchtransform.spark.internal.ledger.FileOutcome.Scored;
import dev.batchtransform.spark.internal.ledger.LedgerFile;
import dev.batchtransform.spark.internal.session.TaskWeight;
import dev.batchtransform.spark.internal.stage.FileCut;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the records whose answer is missing or does not parse out of a file that has an output, so
 * that they can be sent again without their neighbours. What is between them goes on referring to
 * its place in the output. Travels to the executors.
 *
 * @param plan how the answers are read
 * @param hadoop the session's Hadoop configuration
 */
record FailedAnswers(AnswerPlan plan, SerializableConfiguration hadoop) implements Serializable {

  /**
   * A file to cut.
   *
   * @param leaf has an output
   * @param firstRecord records before it in the file that was staged
   * @param mostAgain pieces that may be sent again, since the ledger has to name each; what fails
   *     beyond them stays as it is
   */
  record Order(StagedFile leaf, Scored scored, long firstRecord, int mostAgain)
      implements Serializable {
    /** Its output and its records are read, and the failed ones written again. */
    TaskWeight weight() {
      return new TaskWeight(
          leaf.bytes() + scored.bytes(),
          2 + Math.min(mostAgain, new LedgerFile(leaf, scored).failedRecords()));
    }
  }

  /** A file and what it was cut into. */
  record Cut(String file, List<LedgerFile> parts) implements Serializable {}

  Cut cut(Order order) throws IOException {
    List<Piece> pieces = pieces(order);
    if (pieces.size() == 1) {
      FileOutcome outcome = pieces.get(0).outcome(order.scored());
      return new Cut(order.leaf().name(), List.of(new LedgerFile(order.leaf(), outcome)));
    }
    List<FileCut.Piece> sizes =
        pieces.stream().map(piece -> new FileCut.Piece(piece.records, piece.needsInput())).toList();
    List<StagedFile> files = new FileCut(plan.layout(), hadoop).cut(order.leaf(), sizes);
    List<LedgerFile> parts = new ArrayList<>();
    for (int each = 0; each < files.size(); each++) {
      parts.add(new LedgerFile(files.get(each), pieces.get(each).outcome(order.scored())));
    }
    return new Cut(order.leaf().name(), List.copyOf(parts));
  }

  private List<Piece> pieces(Order order) throws IOException {
    FileToRead file = FileToRead.of(new LedgerFile(order.leaf(), order.scored()));
    List<Piece> pieces = new ArrayList<>();
    long position = order.scored().place().first();
    long record = 0;
    int again = 0;
    Piece last = new Piece(null, null, record, position);
    try (AnswerStream answers = new AnswerStream(file, order.firstRecord(), plan, hadoop.value())) {
      for (; record < order.leaf().records(); record++) {
        answers.next();
        boolean failed = answers.code() != null && (last.isFailed() || again < order.mostAgain());
        if (pieces.isEmpty() || failed != last.isFailed()) {
          last = new Piece(failed ? answers.code() : null, answers.message(), record, position);
          pieces.add(last);
          again += failed ? 1 : 0;
        }
        last.add(answers);
        position += answers.isAnswered() ? 1 : 0;
      }
      answers.finish();
    }
    return pieces;
  }

  /** Consecutive records that are sent again together, or stay as they are together. */
  private static final class Piece {
    private final @Nullable ErrorCode code;
    private final @Nullable String message;
    private final long firstRecord;
    private final long firstAnswer;
    private long records;
    private long answers;
    private long unparseable;

    Piece(@Nullable ErrorCode code, @Nullable String message, long firstRecord, long firstAnswer) {
      this.code = code;
      this.message = message;
      this.firstRecord = firstRecord;
      this.firstAnswer = firstAnswer;
    }

    boolean isFailed() {
      return code != null;
    }

    /** What stays as it is and holds failures may be cut another time. */
    boolean needsInput() {
      return isFailed() || unparseable > 0 || answers < records;
    }

    void add(AnswerStream record) {
      records++;
      answers += record.isAnswered() ? 1 : 0;
      unparseable += record.isAnswered() && record.code() != null ? 1 : 0;
    }

    FileOutcome outcome(Scored whole) {
      return code == null
          ? whole.within(
              new Range(firstAnswer, whole.place().of()),
              answers,
              unparseable,
              firstRecord,
              records)
          : new FileOutcome.Pending(whole.attempts(), code, message);
    }
  }
}
