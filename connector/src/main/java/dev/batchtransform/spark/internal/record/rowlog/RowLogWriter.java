package dev.batchtransform.spark.internal.record.rowlog;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the carried columns of rows, losslessly and in order, with what became of each row. Holds
 * no more than a fixed buffer. Not safe for threads.
 */
public final class RowLogWriter implements Closeable {

  private final Gate gate;
  private final DataOutputStream out;
  private final byte[] copyBuffer = new byte[4096];
  private long rows;
  private long rowBytes;
  private boolean closed;

  /**
   * Begins a row log.
   *
   * @param out where it goes; closed with this writer
   * @param carried the columns of the rows
   */
  public RowLogWriter(OutputStream out, StructType carried) throws IOException {
    this.gate = new Gate(out);
    gate.write(RowLogFormat.MAGIC);
    gate.write(RowLogFormat.VERSION);
    ZstdOutputStreamNoFinalizer zstd =
        new ZstdOutputStreamNoFinalizer(gate, RowLogFormat.COMPRESSION_LEVEL).setChecksum(true);
    this.out = new DataOutputStream(new BufferedOutputStream(zstd, RowLogFormat.BUFFER_BYTES));
    writeText(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    writeText(carried.json());
  }

  /** Appends a row; its bytes are copied. */
  public void append(RowTag tag, UnsafeRow row) throws IOException {
    out.writeByte(tag.code());
    out.writeInt(row.getSizeInBytes());
    row.writeToStream(out, copyBuffer);
    rows++;
    rowBytes += row.getSizeInBytes();
  }

  /** Rows appended so far. */
  public long rows() {
    return rows;
  }

  /** Bytes of the rows appended so far, before compression. */
  public long rowBytes() {
    return rowBytes;
  }

  /** Writes the end of the log and closes the stream below. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.writeByte(RowLogFormat.END);
      out.writeLong(rows);
      out.close();
    }
  }

  /**
   * Frees what this writer holds, without writing anything more and without closing the stream
   * below, which is then its owner's to abort. For rows that are not to be kept.
   */
  public void abandon() {
    if (!closed) {
      closed = true;
      gate.shut = true;
      try {
        out.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private void writeText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Lets bytes pass until it is shut. */
  private static final class Gate extends FilterOutputStream {

    private boolean shut;

    Gate(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      if (!shut) {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!shut) {
        out.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      if (!shut) {
        out.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (!shut) {
        out.close();
      }
    }
  }
}
