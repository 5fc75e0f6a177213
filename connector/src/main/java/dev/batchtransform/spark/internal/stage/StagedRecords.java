package dev.batchtransform.spark.internal.stage;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads the records of a staged file from first to last, as they were sent. */
public final class StagedRecords implements Closeable {
  private final Path path;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 18];
  private int at;
  private int end;
  private long read;
  private byte[] last = new byte[0];

  private StagedRecords(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  public static StagedRecords open(RunLayout layout, StagedFile file, Configuration hadoop)
      throws IOException {
    Path path = layout.input(file);
    return new StagedRecords(path, WholeInput.open(path, 0, hadoop));
  }

  /** The record of a line, 1 for the first, without its line break; never one before the last. */
  public byte[] record(long line) throws IOException {
    if (line > read) {
      copy(line - 1 - read, OutputStream.nullOutputStream());
      ByteArrayOutputStream record = new ByteArrayOutputStream();
      copy(1, record);
      last = Arrays.copyOf(record.toByteArray(), record.size() - 1);
    }
    return last;
  }

  /**
   * Copies the next records with their line breaks.
   *
   * @return the bytes they have
   */
  long copy(long records, OutputStream out) throws IOException {
    long bytes = 0;
    for (long left = records; left > 0; ) {
      if (at == end) {
        fill();
      }
      int from = at;
      while (at < end && left > 0) {
        left -= buffer[at++] == '\n' ? 1 : 0;
      }
      out.write(buffer, from, at - from);
      bytes += at - from;
    }
    read += records;
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void fill() throws IOException {
    at = 0;
    end = in.read(buffer);
    if (end <= 0) {
      throw new IOException(
          "Cannot read the records of "
              + path
              + " because it ends early. It was changed after it was staged.");
    }
  }
}
