package dev.batchtransform.spark.internal.record.rowlog;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Reads a row log in order.
 *
 * <p>A log that does not end as {@link RowLogWriter#close} ends it is refused with an {@code
 * IOException} where its readable part ends. Not safe for threads.
 */
public final class RowLogReader implements Closeable {

  private static final RowTag[] TAGS = tagsByCode();

  private final DataInputStream in;
  private final StructType schema;
  private final UnsafeRow row;
  private RowBounds bounds;
  private byte[] bytes = new byte[4096];
  private RowTag tag = RowTag.SENT;
  private long rows;
  private boolean ended;

  /**
   * Opens a row log and reads its header.
   *
   * @param in the log; closed with this reader
   * @throws IOException when it is no row log, or one of a version this reader does not know
   */
  public RowLogReader(InputStream in) throws IOException {
    this(in, new KnownSchema());
  }

  /**
   * Opens one of several row logs.
   *
   * @param in the log; closed with this reader
   * @param known what the logs before had for a schema
   * @throws IOException when it is no row log, or one of a version this reader does not know
   */
  public RowLogReader(InputStream in, KnownSchema known) throws IOException {
    readMagic(in);
    InputStream zstd = new ZstdInputStreamNoFinalizer(in, RecyclingBufferPool.INSTANCE);
    this.in = new DataInputStream(new BufferedInputStream(zstd, RowLogFormat.READ_BUFFER_BYTES));
    this.schema = readHeader(known);
    this.row = new UnsafeRow(schema.fields().length);
    this.bounds = RowBounds.of(schema);
  }

  /** The columns of the rows. */
  public StructType schema() {
    return schema;
  }

  /**
   * Says as what the rows will be read.
   *
   * @throws IOException when they are others
   */
  public void expect(StructType carried) throws IOException {
    if (!StoredTypes.sameShape(schema, carried)) {
      throw new IOException(
          "Cannot read the row log: its columns are not those that the ledger says were carried. It is another run's, or one of the two was changed.");
    }
    bounds = RowBounds.of(carried);
  }

  /** Moves to the next row; false when the log has ended as it should. */
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    try {
      int code = in.readByte();
      if (code == RowLogFormat.END) {
        end();
        return false;
      }
      if (code < 0 || code >= TAGS.length) {
        throw RowLogFormat.cutShort(null);
      }
      tag = TAGS[code];
      readRow(in.readInt());
      rows++;
      return true;
    } catch (EOFException | ZstdIOException failure) {
      throw RowLogFormat.cutShort(failure);
    }
  }

  /** What became of the row. */
  public RowTag tag() {
    return tag;
  }

  /** The row, valid until the next call of {@link #next}. */
  public UnsafeRow row() {
    return row;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void readRow(int size) throws IOException {
    if (size < 0) {
      throw RowLogFormat.cutShort(null);
    }
    if (size > bytes.length) {
      readLonger(size);
    } else {
      in.readFully(bytes, 0, size);
    }
    bounds.check(bytes, size);
    row.pointTo(bytes, size);
  }

  /** A damaged length must not take more memory than the log has bytes. */
  private void readLonger(int size) throws IOException {
    byte[] read = in.readNBytes(size);
    if (read.length < size) {
      throw new EOFException();
    }
    int grown = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
    bytes = Arrays.copyOf(read, Math.max(size, grown));
  }

  private void end() throws IOException {
    long written = in.readLong();
    // Reading on makes zstd compare its checksum of everything before.
    if (written != rows || in.read() != -1) {
      throw RowLogFormat.cutShort(null);
    }
    ended = true;
  }

  /** What is no row log leaves nothing open that lies outside the heap. */
  private StructType readHeader(KnownSchema known) throws IOException {
    try {
      return readSchema(known);
    } catch (IOException | RuntimeException failure) {
      in.close();
      throw failure;
    }
  }

  private StructType readSchema(KnownSchema known) throws IOException {
    try {
      String writtenBy = readText();
      String json = readText();
      return known.of(json, text -> parseSchema(text, writtenBy));
    } catch (EOFException | ZstdIOException failure) {
      throw RowLogFormat.cutShort(failure);
    }
  }

  private static StructType parseSchema(String json, String writtenBy) throws IOException {
    try {
      return (StructType) StoredTypes.parse(json);
    } catch (RuntimeException failure) {
      throw new IOException(
          "Cannot read the row log: Spark %s, which wrote it, has a column type that Spark %s does not know. Read it with the Spark that wrote it."
              .formatted(writtenBy, org.apache.spark.package$.MODULE$.SPARK_VERSION()),
          failure);
    }
  }

  private String readText() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > RowLogFormat.MOST_TEXT_BYTES) {
      throw RowLogFormat.cutShort(null);
    }
    byte[] text = in.readNBytes(length);
    if (text.length < length) {
      throw new EOFException();
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void readMagic(InputStream in) throws IOException {
    byte[] start = in.readNBytes(RowLogFormat.MAGIC.length + 1);
    byte[] magic = Arrays.copyOf(start, Math.min(start.length, RowLogFormat.MAGIC.length));
    if (!Arrays.equals(magic, Arrays.copyOf(RowLogFormat.MAGIC, magic.length))) {
      throw new IOException("Cannot read the row log: it does not begin as a row log does.");
    }
    if (start.length <= RowLogFormat.MAGIC.length) {
      throw RowLogFormat.cutShort(null);
    }
    int version = start[RowLogFormat.MAGIC.length];
    if (version != RowLogFormat.VERSION) {
      throw new IOException(
          "Cannot read the row log: its format version is %d, this connector reads version %d. Read it with the connector that wrote it."
              .formatted(version, RowLogFormat.VERSION));
    }
  }

  private static RowTag[] tagsByCode() {
    RowTag[] tags = new RowTag[RowTag.values().length + 1];
    for (RowTag tag : RowTag.values()) {
      tags[tag.code()] = tag;
    }
    return tags;
  }
}
