package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.internal.record.rowlog.RowLogWriter;
import dev.batchtransform.spark.internal.record.rowlog.RowTag;
import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
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
  private final StagedFile begun;
  private final Configuration hadoop;
  private final WholeFile rowLogFile;
  private final OpenOutputStream rowLogOut;
  private final RowLogWriter rowLog;
  private final RowsHash.Sum hash = new RowsHash.Sum();
  private final CRC32C checksum = new CRC32C();
  private @Nullable StagedInput input;
  private long records;
  private long bytes;
  private boolean committing;

  /**
   * Begins the file.
   *
   * @param name unique within the run and the task attempt
   * @param gzip whether the input is compressed
   * @param carried schema of the rows that come back
   */
  public StagedFileWriter(
      RunLayout layout, String name, boolean gzip, StructType carried, Configuration hadoop)
      throws IOException {
    this.layout = layout;
    this.begun = new StagedFile(name, 0, 0, 0, 0, null, gzip);
    this.hadoop = hadoop;
    this.rowLogFile = WholeFile.create(layout.rowLog(begun), hadoop);
    this.rowLogOut = new OpenOutputStream(rowLogFile.out());
    this.rowLog = open(rowLogFile, rowLogOut, carried);
  }

  /**
   * Adds a row whose record is {@code line[0, length)}, which has no line break.
   *
   * @param rowHash the row's hash
   */
  public void append(UnsafeRow row, long rowHash, byte[] line, int length) throws IOException {
    OutputStream out = input().out();
    out.write(line, 0, length);
    out.write('\n');
    checksum.update(line, 0, length);
    checksum.update('\n');
    bytes += length + 1L;
    records++;
    append(row, rowHash, RowTag.SENT);
  }

  /**
   * Adds a row that has no record of its own.
   *
   * @param rowHash the row's hash
   */
  public void append(UnsafeRow row, long rowHash, RowTag tag) throws IOException {
    rowLog.append(tag, row);
    hash.add(rowHash);
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

  /** Bytes of the carried columns so far, before compression. */
  public long rowBytes() {
    return rowLog.rowBytes();
  }

  /** Makes both files appear. */
  public StagedFile commit() throws IOException {
    committing = true;
    rowLog.close();
    rowLogFile.commit();
    if (input != null) {
      input.commit();
    }
    StagedRows rows = new StagedRows(rowBytes(), rowLogOut.written, hash.total());
    return staged(checksum.getValue(), rows);
  }

  private StagedFile staged(long sum, @Nullable StagedRows rows) {
    return new StagedFile(begun.name(), rows(), records, bytes, sum, rows, begun.gzip());
  }

  /** Leaves nothing behind. Never throws. */
  public void abort() {
    rowLog.abandon();
    rowLogFile.abort();
    if (input != null) {
      input.abort();
    }
    if (committing) {
      Discard.staged(layout, staged(0, null), hadoop);
    }
  }

  private StagedInput input() throws IOException {
    if (input == null) {
      input = StagedInput.create(layout.input(begun), hadoop);
    }
    return input;
  }

  private static RowLogWriter open(WholeFile file, OutputStream out, StructType carried)
      throws IOException {
    try {
      return new RowLogWriter(out, carried);
    } catch (IOException | RuntimeException failure) {
      file.abort();
      throw failure;
    }
  }

  /**
   * Counts, and flushes but does not close: when the file appears is decided by {@link WholeFile}.
   */
  private static final class OpenOutputStream extends java.io.FilterOutputStream {
    private long written;

    OpenOutputStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      written += length;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      written++;
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
