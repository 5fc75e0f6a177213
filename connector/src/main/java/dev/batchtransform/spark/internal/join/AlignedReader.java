package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.record.answer.CarriedKey;
import dev.batchtransform.spark.internal.record.rowlog.RowLogReader;
import dev.batchtransform.spark.internal.record.rowlog.RowTag;
import dev.batchtransform.spark.internal.text.Plural;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.jspecify.annotations.Nullable;

/**
 * Walks a row log and the answers to its records in step: row n of the row log and answer n belong
 * together because the one was written with the other. No key, no shuffle. Proves the counts on the
 * way.
 */
public final class AlignedReader implements Closeable {
  private final FileToRead file;
  private final AnswerPlan plan;
  private final RowLogReader rows;
  private final @Nullable AnswerStream answers;
  private final @Nullable CarriedKey key;
  private long rowsRead;
  private @Nullable Object prediction;
  private @Nullable RowError error;

  /**
   * Opens a staged file.
   *
   * @param needsAnswers whether predictions or errors are asked for; else no output is opened, and
   *     every row seems to be scored
   */
  public AlignedReader(FileToRead file, AnswerPlan plan, boolean needsAnswers, Configuration hadoop)
      throws IOException {
    this(file, plan, needsAnswers, hadoop, new RowLogs(hadoop, null));
  }

  /**
   * Opens one of a task's staged files.
   *
   * @param rowLogs opens its row log
   */
  public AlignedReader(
      FileToRead file, AnswerPlan plan, boolean needsAnswers, Configuration hadoop, RowLogs rowLogs)
      throws IOException {
    this.file = file;
    this.plan = plan;
    this.rows = rowLogs.open(plan.layout().rowLog(file.staged()));
    this.key = plan.key() == null ? null : CarriedKey.of(rows.schema(), plan.key());
    this.answers = needsAnswers ? new AnswerStream(file, 0, plan, hadoop) : null;
  }

  /** Steps to the next row; false at the end, once the counts are proven. */
  public boolean next() throws IOException {
    if (!nextRow()) {
      proveCounts();
      return false;
    }
    rowsRead++;
    if (answers != null) {
      answer(answers, rows.tag());
    }
    return true;
  }

  /** The carried columns. Reused by the next step. */
  public UnsafeRow carried() {
    return rows.row();
  }

  /** The model's answer; null when the row has none. */
  public @Nullable Object prediction() {
    return prediction;
  }

  /** Why the row has no prediction; null when it was scored. */
  public @Nullable RowError error() {
    return error;
  }

  @Override
  public void close() throws IOException {
    try (rows) {
      if (answers != null) {
        answers.close();
      }
    }
  }

  private boolean nextRow() throws IOException {
    try {
      return rows.next();
    } catch (IOException failure) {
      throw RowLogs.unreadable(plan.layout().rowLog(file.staged()), failure);
    }
  }

  private void answer(AnswerStream stream, RowTag tag) throws IOException {
    switch (tag) {
      case SENT -> {
        stream.next();
        ErrorCode code = stream.code();
        prediction = stream.value();
        error = code == null ? null : sent(code, stream.message(), stream);
        if (code == null && stream.isAnswered()) {
          requireKey(stream);
        }
      }
      case SAME_AS_PREVIOUS -> {
        // The answer of the row before stands as it is.
      }
      case OVERSIZE ->
          notSent(
              ErrorCode.OVERSIZE,
              "The record is larger than one request may be. Shorten it, or raise maxPayloadInMB.");
      case UNPARSEABLE ->
          notSent(
              ErrorCode.UNPARSEABLE,
              "The row cannot be written in its record format: a null payload, a text with a line break in csv, a null or a ragged array in a tensor; it was not sent.");
    }
  }

  /** What was proven when the wave ended is proven of each row again. */
  private void requireKey(AnswerStream stream) throws IOException {
    String field = plan.key();
    if (field == null || key == null || Objects.equals(key.of(rows.row()), stream.key())) {
      return;
    }
    prediction = null;
    error = sent(ErrorCode.MISALIGNED, Misalignment.unequalKey(field), stream);
  }

  private RowError sent(ErrorCode code, @Nullable String message, AnswerStream stream) {
    return new RowError(
        code, message, file.staged().inputName(), stream.line(), stream.attempts(), stream.wave());
  }

  private void notSent(ErrorCode code, String message) {
    prediction = null;
    error = new RowError(code, message, file.staged().inputName(), null, 0, null);
  }

  private void proveCounts() throws IOException {
    if (answers != null) {
      answers.finish();
    }
    if (rowsRead != file.staged().rows()) {
      throw new IOException(
          "The counts of "
              + file.staged().rowsName()
              + " do not balance: the ledger says "
              + Plural.of(file.staged().rows(), "row")
              + ", but the row log has "
              + rowsRead
              + ". The file in "
              + plan.layout()
              + " was changed; run it again under another runId.");
    }
  }
}
