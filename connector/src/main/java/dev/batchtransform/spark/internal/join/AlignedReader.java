package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.record.answer.CarriedKey;
import dev.batchtransform.spark.internal.record.rowlog.RowLogReader;
import dev.batchtransform.spark.internal.record.rowlog.RowTag;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
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
  private final GenericInternalRow error = new GenericInternalRow(5);
  private final UTF8String fileName;
  private long rowsRead;
  private @Nullable Object prediction;
  private boolean failed;
  private @Nullable Integer wave;

  /**
   * Opens a staged file.
   *
   * @param needsAnswers whether predictions or errors are asked for; else no output is opened, and
   *     every row seems to be scored
   */
  public AlignedReader(FileToRead file, AnswerPlan plan, boolean needsAnswers, Configuration hadoop)
      throws IOException {
    this(file, plan, needsAnswers, hadoop, null);
  }

  /**
   * Opens a staged file whose rows are wanted.
   *
   * @param carried the columns that the ledger says its rows have; null when nobody asks for them
   */
  public AlignedReader(
      FileToRead file,
      AnswerPlan plan,
      boolean needsAnswers,
      Configuration hadoop,
      @Nullable StructType carried)
      throws IOException {
    this.file = file;
    this.plan = plan;
    this.fileName = UTF8String.fromString(file.staged().inputName());
    this.rows = open(plan.layout().rowLog(file.staged()), hadoop, carried);
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

  /** {@code prediction_error}; null when the row was scored. Reused by the next step. */
  public @Nullable GenericInternalRow error() {
    return failed ? error : null;
  }

  /** The last wave in which the row was sent; null when there was none. Only for failed rows. */
  public @Nullable Integer wave() {
    return wave;
  }

  @Override
  public void close() throws IOException {
    try (rows) {
      if (answers != null) {
        answers.close();
      }
    }
  }

  private static RowLogReader open(Path rowLog, Configuration hadoop, @Nullable StructType carried)
      throws IOException {
    InputStream in = rowLog.getFileSystem(hadoop).open(rowLog);
    try {
      RowLogReader reader = new RowLogReader(in);
      if (carried != null) {
        reader.expect(carried);
      }
      return reader;
    } catch (IOException | RuntimeException failure) {
      in.close();
      throw unreadable(rowLog, failure);
    }
  }

  private boolean nextRow() throws IOException {
    try {
      return rows.next();
    } catch (IOException failure) {
      throw unreadable(plan.layout().rowLog(file.staged()), failure);
    }
  }

  private static IOException unreadable(Path rowLog, Exception failure) {
    return new IOException(rowLog + ": " + failure.getMessage(), failure);
  }

  private void answer(AnswerStream stream, RowTag tag) throws IOException {
    switch (tag) {
      case SENT -> {
        stream.next();
        ErrorCode code = stream.code();
        failed = code != null;
        prediction = stream.value();
        wave = stream.wave();
        if (code != null) {
          fail(code, stream.message(), stream.line(), stream.attempts());
        } else if (stream.isAnswered()) {
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
              "The payload column holds no record of the content type; it was not sent.");
    }
  }

  /** What was proven when the wave ended is proven of each row again. */
  private void requireKey(AnswerStream stream) throws IOException {
    String field = plan.key();
    if (field == null || key == null || Objects.equals(key.of(rows.row()), stream.key())) {
      return;
    }
    failed = true;
    prediction = null;
    fail(ErrorCode.MISALIGNED, Misalignment.unequalKey(field), stream.line(), stream.attempts());
  }

  private void notSent(ErrorCode code, String message) {
    failed = true;
    prediction = null;
    wave = null;
    fail(code, message, null, 0);
  }

  private void fail(ErrorCode code, @Nullable String message, @Nullable Long line, int attempts) {
    error.update(0, UTF8String.fromString(code.name()));
    error.update(1, message == null ? null : UTF8String.fromString(message));
    error.update(2, fileName);
    error.update(3, line);
    error.update(4, attempts);
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
              + file.staged().rows()
              + " rows, but the row log has "
              + rowsRead
              + ". The file in "
              + plan.layout()
              + " was changed; run it again under another runId.");
    }
  }
}
