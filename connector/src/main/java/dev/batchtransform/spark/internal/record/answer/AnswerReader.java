package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import dev.batchtransform.spark.internal.record.value.ValueReaders;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/** Reads the answers of one file in order, as Catalyst values. Not safe for threads. */
public final class AnswerReader implements Closeable {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final AnswerFrames frames;
  private final ValueReader reader;
  private final ValueReader skipper;
  private @Nullable Object value;
  private @Nullable String problem;
  private boolean empty;
  private long rowId = JoinedReader.NO_ROW;

  private AnswerReader(AnswerFrames frames, ValueReader reader, ValueReader skipper) {
    this.frames = frames;
    this.reader = reader;
    this.skipper = skipper;
  }

  /**
   * Opens a file of answers.
   *
   * @param in the file; closed with this reader. A byte order mark at its beginning is passed over.
   * @param contract what is known of the answers. Where SageMaker joined them to their records the
   *     file is JSON whatever the format of an answer
   * @param framing how answers are told apart, as {@link AnswerSurvey} found it
   * @param type type of an answer; string when the format is text
   * @throws InvalidOptionException when answers cannot be read as {@code type}
   */
  public static AnswerReader open(
      InputStream in, AnswerContract contract, Framing framing, DataType type) throws IOException {
    if (contract.format() == AnswerFormat.TEXT && !(type instanceof StringType)) {
      throw new InvalidOptionException(
          ("Cannot read text answers as %s: a text answer is a string. Set 'resultSchema' to string,"
                  + " or 'resultFormat' to json, which reads a line that holds a number as well.")
              .formatted(type.sql()));
    }
    ValueReader answer = PathReader.of(contract.path(), ValueReaders.ofAnswer(type));
    return open(frames(in, contract, framing, type), contract.joined(), answer);
  }

  /**
   * Opens a file of answers to read of each only the key that it shares with its record, as a text
   * to be compared: the value is null where the answer has none.
   *
   * @param contract names the key
   */
  public static AnswerReader keys(InputStream in, AnswerContract contract, Framing framing)
      throws IOException {
    AnswerFrames frames = frames(in, contract, framing, null);
    return open(frames, contract.joined(), PathReader.of(contract.path(), keyOf(contract)));
  }

  /** Opens a staged file to read the keys of its records and, where they are joined, row ids. */
  static AnswerReader recordKeys(InputStream in, AnswerContract contract) throws IOException {
    ValueReader key = keyOf(contract);
    ValueReader reader = contract.joined() ? JoinedReader.ofRecords(key) : key;
    return new AnswerReader(new ValueFrames(withoutByteOrderMark(in)), reader, reader);
  }

  private static ValueReader keyOf(AnswerContract contract) {
    return new KeyReader(Objects.requireNonNull(contract.key(), "the contract names no key"));
  }

  private static AnswerReader open(AnswerFrames frames, boolean joined, ValueReader reader) {
    return joined
        ? new AnswerReader(frames, new JoinedReader(reader), new JoinedReader(ValueReader.SKIP))
        : new AnswerReader(frames, reader, ValueReader.SKIP);
  }

  static AnswerFrames frames(
      InputStream in, AnswerContract contract, Framing framing, @Nullable DataType type)
      throws IOException {
    InputStream text = withoutByteOrderMark(in);
    if (contract.format().isLine() && !contract.joined()) {
      return contract.format() == AnswerFormat.CSV
          ? new CsvFrames(text, framing, type)
          : new TextFrames(text, framing);
    }
    if (framing.isValues()) {
      return new ValueFrames(text);
    }
    return framing == Framing.EACH_LINE ? LineFrames.each(text) : LineFrames.withoutBlanks(text);
  }

  /** Whether answers of csv can be read as a type. */
  public static boolean isOfCsv(DataType type) {
    return CsvAnswer.holds(type);
  }

  /** Moves to the next answer and decodes it; false when there is none. */
  public boolean next() throws IOException {
    return advance(reader);
  }

  /**
   * Moves past the next answer without decoding it, so that it has neither value nor problem of its
   * type; false when there is none. The row id of a joined answer is known all the same.
   */
  public boolean skip() throws IOException {
    return advance(skipper);
  }

  /** The answer as a Catalyst value; null when it is JSON's null or has a problem. */
  public @Nullable Object value() {
    return value;
  }

  /** Why the answer has no value: where it does not fit the type, without quoting it. */
  public @Nullable String problem() {
    return problem;
  }

  /** Whether the answer has no value because it is empty. */
  public boolean isEmpty() {
    return empty;
  }

  /** The id of the record this answer belongs to; -1 when it has none. For joined answers. */
  public long rowId() {
    return rowId;
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }

  private boolean advance(ValueReader by) throws IOException {
    value = null;
    problem = null;
    empty = false;
    rowId = JoinedReader.NO_ROW;
    if (!frames.next()) {
      return false;
    }
    try {
      value = frames.read(by);
    } catch (MismatchException failure) {
      problem = failure.getMessage();
      empty = failure.isEmpty();
    }
    if (by instanceof JoinedReader joined) {
      rowId = joined.takeRowId();
    }
    return true;
  }

  static InputStream withoutByteOrderMark(InputStream in) throws IOException {
    // All who read from it do so in large blocks of their own.
    PushbackInputStream text = new PushbackInputStream(in, BYTE_ORDER_MARK.length);
    byte[] start = text.readNBytes(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
      text.unread(start);
    }
    return text;
  }
}
