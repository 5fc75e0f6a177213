package dev.batchtransform.spark.source;

import dev.batchtransform.spark.record.AnswerReader;
import dev.batchtransform.spark.run.ErrorCode;
import dev.batchtransform.spark.source.FileToRead.Answered;
import dev.batchtransform.spark.source.FileToRead.Stretch;
import dev.batchtransform.spark.source.FileToRead.Unanswered;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a file's records, in the order of the records, out of however many outputs. A step
 * that finds fewer or more answers than the ledger says throws: such a file would shift every
 * answer after it to the wrong row.
 */
final class AnswerStream implements Closeable {
  private final FileToRead file;
  private final ReadPlan plan;
  private final Configuration hadoop;
  private final Iterator<Stretch> stretches;
  private @Nullable Stretch stretch;
  private @Nullable AnswerReader reader;
  private long leftInStretch;
  private long record;
  private long answersTaken;
  private boolean ahead;

  private @Nullable Object value;
  private @Nullable ErrorCode code;
  private @Nullable String message;
  private int attempts;

  AnswerStream(FileToRead file, ReadPlan plan, Configuration hadoop) {
    this.file = file;
    this.plan = plan;
    this.hadoop = hadoop;
    this.stretches = file.answers().iterator();
  }

  /** Steps to the answer of the next record. */
  void next() throws IOException {
    while (leftInStretch == 0) {
      nextStretch();
    }
    leftInStretch--;
    if (stretch instanceof Unanswered unanswered) {
      value = null;
      code = ErrorCode.valueOf(unanswered.code());
      message = unanswered.message();
      attempts = unanswered.attempts();
    } else {
      take((Answered) stretch);
    }
    record++;
  }

  /** The prediction; null when there is none. */
  @Nullable Object value() {
    return value;
  }

  /** Why there is none; null when the record was answered. */
  @Nullable ErrorCode code() {
    return code;
  }

  @Nullable String message() {
    return message;
  }

  int attempts() {
    return attempts;
  }

  /** Line of the record in the input, 1 for the first. */
  long line() {
    return record;
  }

  /** Proves that nothing is left over. */
  void finish() throws IOException {
    endStretch();
    if (leftInStretch > 0 || stretches.hasNext()) {
      throw imbalance("its row log has only " + record + " records");
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private void take(Answered answered) throws IOException {
    AnswerReader answers = reader;
    if (answers == null) {
      throw new IllegalStateException("An answered stretch has a reader");
    }
    attempts = answered.attempts();
    if (plan.joined()) {
      takeJoined(answers);
      return;
    }
    advance(answers);
    decoded(answers);
  }

  /**
   * With {@code join=record} an answer says which record it belongs to, so a gap is this record's
   * own failure.
   */
  private void takeJoined(AnswerReader answers) throws IOException {
    if (!ahead && answersTaken < ((Answered) Objects.requireNonNull(stretch)).answers()) {
      advance(answers);
      ahead = true;
    }
    if (ahead && answers.rowId() == record) {
      ahead = false;
      decoded(answers);
    } else {
      value = null;
      code = ErrorCode.MISSING;
      message = "The output has no answer for this record.";
    }
  }

  private void advance(AnswerReader answers) throws IOException {
    if (!answers.next()) {
      throw imbalance("its output ends after " + answersTaken + " answers");
    }
    answersTaken++;
  }

  private void decoded(AnswerReader answers) {
    message = answers.problem();
    code = message == null ? null : ErrorCode.UNPARSEABLE;
    value = message == null ? answers.value() : null;
  }

  private void nextStretch() throws IOException {
    endStretch();
    if (!stretches.hasNext()) {
      throw imbalance("its row log has more records than that");
    }
    stretch = stretches.next();
    leftInStretch = stretch.records();
    answersTaken = 0;
    ahead = false;
    if (stretch instanceof Answered answered) {
      Path output = new Path(answered.output());
      reader =
          AnswerReader.open(
              output.getFileSystem(hadoop).open(output),
              plan.format(),
              answered.framing(),
              plan.joined(),
              plan.predictionType());
    }
  }

  private void endStretch() throws IOException {
    if (reader == null) {
      return;
    }
    if (leftInStretch == 0 && (ahead || reader.skip())) {
      throw imbalance("its output has more answers than records");
    }
    close();
  }

  private IOException imbalance(String why) {
    return new IOException(
        "The counts of "
            + file.staged().inputName()
            + " do not balance: the ledger says "
            + file.staged().rows()
            + " rows and "
            + file.staged().records()
            + " records, but "
            + why
            + ". A file of the run in "
            + plan.layout()
            + " was changed or lost; run it again under another runId.");
  }
}
