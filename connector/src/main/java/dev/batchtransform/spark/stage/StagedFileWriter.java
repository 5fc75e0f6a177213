package dev.batchtransform.spark.stage;

import dev.batchtransform.spark.record.RowLogWriter;
import dev.batchtransform.spark.record.RowTag;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Writes one staged file: the input that the model reads and the row log beside it. Both appear at
 * {@link #commit()} or not at all. An input without a record is never made: SageMaker's answer to
 * an empty object is not documented.
 */
public final class StagedFileWriter {
  private final RunLayout layout;
  private final String name;
  private final Configuration hadoop;
  private final WholeFile rowLogFile;
  private final RowLogWriter rowLog;
  private final CRC32C checksum = new CRC32C();
  private @Nullable WholeFile input;
  private long records;
  private long bytes;
  private boolean committing;

  /**
   * Begins the file.
   *
   * @param name unique within the run and the task attempt
   * @param carried schema of the rows that come back
   */
  public StagedFileWriter(RunLayout layout, String name, StructType carried, Configuration hadoop)
      throws IOException {
    this.layout = layout;
    this.name = name;
    this.hadoop = hadoop;
    this.rowLogFile = WholeFile.create(path(".rows", layout.rowLogs()), hadoop);
    this.rowLog = open(rowLogFile, carried);
  }

  /** Adds a row whose record is {@code line[0, length)}, which has no line break. */
  public void append(UnsafeRow row, byte[] line, int length) throws IOException {
    OutputStream out = input().out();
    out.write(line, 0, length);
    out.write('\n');
    checksum.update(line, 0, length);
    checksum.update('\n');
    bytes += length + 1L;
    records++;
    rowLog.append(RowTag.SENT, row);
  }

  /** Adds a row that has no record of its own. */
  public void append(UnsafeRow row, RowTag tag) throws IOException {
    rowLog.append(tag, row);
  }

  /** Bytes of the input so far. */
  public long bytes() {
    return bytes;
  }

  /** Records so far. */
  public long records() {
    return records;
  }

  /** Rows so far. */
  public long rows() {
    return rowLog.rows();
  }

  /** Makes both files appear. */
  public StagedFile commit() throws IOException {
    committing = true;
    rowLog.close();
    rowLogFile.commit();
    if (input != null) {
      input.commit();
    }
    return new StagedFile(name, rowLog.rows(), records, bytes, checksum.getValue());
  }

  /** Leaves nothing behind. Never throws. */
  public void abort() {
    rowLog.abandon();
    rowLogFile.abort();
    if (input != null) {
      input.abort();
    }
    if (committing) {
      Discard.staged(layout, new StagedFile(name, rows(), records, bytes, 0), hadoop);
    }
  }

  private WholeFile input() throws IOException {
    if (input == null) {
      input = WholeFile.create(path(".jsonl", layout.inputs()), hadoop);
    }
    return input;
  }

  private Path path(String extension, Path folder) {
    return new Path(folder, name + extension);
  }

  private static RowLogWriter open(WholeFile file, StructType carried) throws IOException {
    try {
      return new RowLogWriter(new OpenOutputStream(file.out()), carried);
    } catch (IOException | RuntimeException failure) {
      file.abort();
      throw failure;
    }
  }

  /** Flushes but does not close: when the file appears is decided by {@link WholeFile}. */
  private static final class OpenOutputStream extends java.io.FilterOutputStream {
    OpenOutputStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
