package dev.batchtransform.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into records. With {@link SplitType#LINE} a record is a line together with its LF;
 * bytes are not decoded, and no other character ends a line. Blank lines at the end of the file are
 * left out, blank lines before a record are records, since the answers of what follows keep their
 * place. A file that is not split is one record, whatever it holds. An empty file has no record.
 */
final class RecordReader {

  private static final int CHUNK = 1 << 16;

  /** Stands for a record that is longer than allowed, and was not kept. */
  private static final byte[] TOO_LARGE = new byte[0];

  private final InputStream in;
  private final SplitType splitType;
  private final long maxRecordBytes;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;

  /** Blank lines whose fate is open, and the record that followed them. */
  private final Deque<byte[]> held = new ArrayDeque<>();

  private long line;

  /** Whether the rest of a record that is too large is still to be passed over. */
  private boolean skipping;

  /**
   * @param maxRecordBytes a longer record is named as too large before it is read to its end
   */
  RecordReader(InputStream in, SplitType splitType, long maxRecordBytes) {
    this.in = in;
    this.splitType = splitType;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Line of the record returned last; 1 is the first. */
  long line() {
    return line;
  }

  /**
   * The next record; null at the end of the file.
   *
   * @throws InvocationException when it is too large; the one after it can be read all the same
   */
  byte @Nullable [] next() throws IOException, InvocationException {
    if (held.isEmpty()) {
      hold();
    }
    line++;
    byte[] record = held.poll();
    if (record == TOO_LARGE) {
      throw InvocationException.tooLarge(line, maxRecordBytes);
    }
    return record;
  }

  private void hold() throws IOException {
    byte[] record = read();
    while (splitType == SplitType.LINE
        && record != null
        && record != TOO_LARGE
        && isBlank(record)) {
      held.add(record);
      record = read();
    }
    if (record == null) {
      held.clear();
    } else {
      held.add(record);
    }
  }

  private byte @Nullable [] read() throws IOException {
    skipRest();
    if (position == limit && !fill()) {
      return null;
    }
    int end = endOfLine();
    return end < 0 ? readAcrossChunks() : take(end);
  }

  private byte[] take(int end) {
    byte[] record =
        end - position > maxRecordBytes ? TOO_LARGE : Arrays.copyOfRange(chunk, position, end);
    position = end;
    return record;
  }

  private byte[] readAcrossChunks() throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream(2 * CHUNK);
    int end;
    do {
      end = endOfLine();
      int stop = end < 0 ? limit : end;
      if (record.size() + (long) (stop - position) > maxRecordBytes) {
        position = stop;
        skipping = end < 0;
        return TOO_LARGE;
      }
      record.write(chunk, position, stop - position);
      position = stop;
    } while (end < 0 && fill());
    return record.toByteArray();
  }

  private void skipRest() throws IOException {
    while (skipping && (position < limit || fill())) {
      int end = endOfLine();
      position = end < 0 ? limit : end;
      skipping = end < 0;
    }
    skipping = false;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = in.readNBytes(chunk, 0, CHUNK);
    return limit > 0;
  }

  /** Where the line ends in the chunk, after its LF; -1 when it goes on. */
  private int endOfLine() {
    for (int i = position; i < limit && splitType == SplitType.LINE; i++) {
      if (chunk[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean isBlank(byte[] record) {
    for (byte b : record) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }
}
