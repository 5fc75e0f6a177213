package dev.batchtransform.spark.internal.record.answer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream, shown in the buffer they were read into. A line ends with a line feed, and
 * a carriage return before it belongs to the end. An empty rest after the last line feed is not a
 * line. A byte order mark at its beginning is no part of it: a server may begin each answer with
 * one.
 */
final class Lines implements Closeable {

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int start;
  private int end;
  private int nextStart;
  private boolean exhausted;

  Lines(InputStream in) {
    this.in = in;
  }

  boolean next() throws IOException {
    start = nextStart;
    int at = start;
    while (true) {
      while (at < filled) {
        if (buffer[at] == '\n') {
          end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
          nextStart = at + 1;
          passOverByteOrderMark();
          return true;
        }
        at++;
      }
      at -= fill();
      if (exhausted) {
        end = filled;
        nextStart = filled;
        passOverByteOrderMark();
        return end > start;
      }
    }
  }

  private void passOverByteOrderMark() {
    int length = BYTE_ORDER_MARK.length;
    if (end - start >= length
        && Arrays.equals(buffer, start, start + length, BYTE_ORDER_MARK, 0, length)) {
      start += length;
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }

  boolean isBlank() {
    for (int at = start; at < end; at++) {
      if (buffer[at] != ' ' && buffer[at] != '\t' && buffer[at] != '\r') {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads more behind the line that was begun. Returns by how much that line moved to the front.
   */
  private int fill() throws IOException {
    int moved = start;
    System.arraycopy(buffer, start, buffer, 0, filled - start);
    filled -= moved;
    start = 0;
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, grown(buffer.length));
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    exhausted = read < 0;
    filled += Math.max(read, 0);
    return moved;
  }

  private static int grown(int length) throws IOException {
    int largest = Integer.MAX_VALUE - 8;
    if (length == largest) {
      throw new IOException("Cannot read the answers: a line is longer than 2 GB.");
    }
    return (int) Math.min(2L * length, largest);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
