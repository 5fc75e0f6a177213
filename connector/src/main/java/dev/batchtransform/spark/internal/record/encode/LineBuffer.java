package dev.batchtransform.spark.internal.record.encode;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing byte buffer that is used again for every line and shows its own array. */
public final class LineBuffer extends OutputStream {

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[4096];
  private int length;

  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[length++] = (byte) b;
  }

  @Override
  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  /** The array, with room for so many more bytes after {@link #length()}. */
  byte[] room(int count) {
    reserve(count);
    return bytes;
  }

  /** Takes what was put after the line's end as a part of it. */
  void endAt(int end) {
    length = end;
  }

  private void reserve(int count) {
    long needed = (long) length + count;
    if (needed > bytes.length) {
      if (needed > LARGEST_ARRAY) {
        throw new IllegalStateException(
            "Cannot hold a line of more than 2 GB. Send less per row: narrow the columns sent.");
      }
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, 2L * bytes.length)));
    }
  }
}
