package dev.batchtransform.spark.internal.record.rowlog;

import java.io.IOException;
import org.apache.spark.sql.types.StructType;

/**
 * Proves that a row points into its own bytes alone. Spark follows the offsets of an {@code
 * UnsafeRow} without a look: one that points elsewhere ends the JVM, or shows what else is in its
 * memory. Not safe for threads.
 *
 * <p>What the bytes inside say is not looked at: a text may be another text, but it is the row's.
 */
final class RowBounds {

  private final RegionCheck.Struct row;
  private final boolean fixed;
  private final Region bytes = new Region();

  private RowBounds(RegionCheck.Struct row) {
    this.row = row;
    this.fixed = row.isFixed();
  }

  /**
   * Bounds of rows.
   *
   * @param schema as which they will be read; a null in a column that it says has none is followed
   */
  static RowBounds of(StructType schema) {
    return new RowBounds(RegionCheck.struct(schema));
  }

  /**
   * Checks a row.
   *
   * @param row begins with the row
   * @param size bytes of the row; at most as many as there are
   * @throws IOException when it points out of itself, or is shorter than its columns
   */
  void check(byte[] row, int size) throws IOException {
    if (size % Long.BYTES != 0 || size < this.row.fixedBytes()) {
      throw RowLogFormat.cutShort(null);
    }
    if (!fixed) {
      bytes.reset(row, size);
      if (!this.row.holds(bytes, 0, size)) {
        throw RowLogFormat.cutShort(null);
      }
    }
  }

  /** Reads only inside of one row. */
  static final class Region {
    private byte[] bytes = new byte[0];
    private int slots;

    private void reset(byte[] row, int size) {
      bytes = row;
      slots = size / Long.BYTES;
    }

    /**
     * Whether one more offset may be followed. Each takes eight bytes of its own, so a row that has
     * more of them than that leads in circles.
     */
    boolean follow() {
      return slots-- > 0;
    }

    long longAt(int at) {
      return (long) NativeBytes.LONGS.get(bytes, at);
    }

    int intAt(int at) {
      return (int) NativeBytes.INTS.get(bytes, at);
    }

    /** Whether bit {@code index} of the bits from {@code at} on is set. */
    boolean isSet(int at, int index) {
      return (longAt(at + (index >> 6) * Long.BYTES) & (1L << index)) != 0;
    }
  }
}
