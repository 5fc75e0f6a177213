package dev.batchtransform.spark.internal.stage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
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
    return new WholeInput(path, bytes, path.getName().endsWith(GZIP) ? inflated(in) : in);
  }

  private static InputStream inflated(InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, INFLATE_BUFFER);
    } catch (IOException notCompressed) {
      in.close();
      throw notCompressed;
    }
  }

  @Override
  public int read() throws IOException {
    int found = super.read();
    count(found < 0 ? -1 : 1);
    return found;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int found = super.read(buffer, offset, length);
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
