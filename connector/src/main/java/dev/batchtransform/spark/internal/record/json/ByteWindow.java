package dev.batchtransform.spark.internal.record.json;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/**
 * The part of a stream that is in memory: from a place that is still needed to where it was read.
 */
public final class ByteWindow implements Closeable {

  private static final int FEWEST_BYTES = 1 << 16;
  private static final int MOST_BYTES = 1 << 23;

  private final InputStream in;
  private final int most;
  private byte[] bytes;
  private int start;
  private int end;
  private boolean exhausted;

  /** A window that shows nothing yet of a stream, which is closed with it. */
  public ByteWindow(InputStream in) {
    this(in, FEWEST_BYTES, MOST_BYTES);
  }

  /**
   * A window of a size.
   *
   * @param fewest bytes that it has room for from the beginning
   * @param most bytes that it grows to
   */
  public ByteWindow(InputStream in, int fewest, int most) {
    this.in = in;
    this.most = most;
    this.bytes = new byte[fewest];
  }

  /** The array that holds it; another one after {@link #more}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where it begins. */
  public int start() {
    return start;
  }

  /** Where it ends. */
  public int end() {
    return end;
  }

  /** Whether the stream ends where it does. */
  public boolean isExhausted() {
    return exhausted;
  }

  /** Bytes before {@code at} are no longer needed. */
  public void passTo(int at) {
    start = at;
  }

  /**
   * Reads more of the stream, so that all places change.
   *
   * @return false when there is no more, or the window may not be any larger
   */
  public boolean more() throws IOException {
    int kept = end - start;
    if (exhausted || kept == most) {
      return false;
    }
    // Whoever wanted more begins again at the start, which should happen to few of the values.
    byte[] to =
        kept > bytes.length / 4 && bytes.length < most
            ? new byte[Math.min(most, 2 * bytes.length)]
            : bytes;
    System.arraycopy(bytes, start, to, 0, kept);
    bytes = to;
    start = 0;
    int read = in.readNBytes(bytes, kept, bytes.length - kept);
    end = kept + read;
    exhausted = end < bytes.length;
    return true;
  }

  /** The stream from the start on, of which the window then shows nothing more. */
  public InputStream rest() {
    return new SequenceInputStream(
        new ByteArrayInputStream(Arrays.copyOfRange(bytes, start, end)), in);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
