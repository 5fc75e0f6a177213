package dev.batchtransform.spark.internal.stage;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file that may not end before its size. S3A takes a download that was cut short for the end of
 * the object; half a number may still be a number, so that counts alone do not find it.
 */
public final class WholeInput extends FilterInputStream {
  /** How the name of a compressed file ends. */
  static final String GZIP = ".gz";

  private static final int INFLATE_BUFFER = 1 << 16;

  private final Path path;
  private final long bytes;
  private long read;

  private WholeInput(Path path, long bytes, InputStream in) {
    super(in);
    this.path = path;
    this.bytes = bytes;
  }

  /**
   * Opens a file; one whose name ends with {@value #GZIP} is inflated.
   *
   * @param bytes the size that it must have at least, inflated; reading its end before fails
   */
  public static InputStream open(Path path, long bytes, Configuration hadoop) throws IOException {
    InputStream in = RawFiles.open(path, hadoop);
    return new WholeInput(path, bytes, path.getName().endsWith(GZIP) ? inflated(path, in) : in);
  }

  private static InputStream inflated(Path path, InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, INFLATE_BUFFER);
    } catch (EOFException | ZipException damaged) {
      in.close();
      throw damaged(path, damaged);
    } catch (IOException failure) {
      in.close();
      throw failure;
    }
  }

  private static IOException damaged(Path path, IOException failure) {
    return new IOException(
        "Cannot read all of "
            + path
            + ": what is compressed there is cut short or damaged. Read it again if the download was cut short; if the file was changed, run it again under another runId.",
        failure);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int found = read(one, 0, 1);
    return found < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int found;
    try {
      found = super.read(buffer, offset, length);
    } catch (EOFException | ZipException damaged) {
      throw damaged(path, damaged);
    }
    count(found);
    return found;
  }

  @Override
  public long skip(long length) throws IOException {
    long skipped = super.skip(length);
    read += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int found) throws IOException {
    if (found >= 0) {
      read += found;
    } else if (read < bytes) {
      throw new IOException(
          "Cannot read all of "
              + path
              + ": it ends after "
              + read
              + " bytes of "
              + bytes
              + ". Read it again if the download was cut short; if the file was changed, run it again under another runId.");
    }
  }
}
