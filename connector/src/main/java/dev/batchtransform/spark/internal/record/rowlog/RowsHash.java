package dev.batchtransform.spark.internal.record.rowlog;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.XXH64;

/**
 * What a set of rows is told from another by, in whatever order and partitions they come: two sums,
 * modulo 2 to the power of 64, over the hashes of the rows. Sums, since exclusive or would let
 * equal rows cancel each other; two, the second of hashes that were mixed once more, so that
 * different rows whose hashes happen to add up alike in one do not in the other.
 *
 * @param first sum of the rows' hashes
 * @param second sum of the mixed hashes
 */
public record RowsHash(long first, long second) implements Serializable {
  /** That of no rows. */
  public static final RowsHash NONE = new RowsHash(0, 0);

  private static final long MIXING_SEED = 0x9E3779B97F4A7C15L;

  /** That of these rows and the others. */
  public RowsHash plus(RowsHash others) {
    return new RowsHash(first + others.first, second + others.second);
  }

  /** Sums while rows pass. Not safe for threads. */
  public static final class Sum {
    private long first;
    private long second;

    /** Adds a row by the hash that {@link RowHasher} has made of it. */
    public void add(long rowHash) {
      first += rowHash;
      second += XXH64.hashLong(rowHash, MIXING_SEED);
    }

    /** The hash of all rows so far. */
    public RowsHash total() {
      return new RowsHash(first, second);
    }
  }
}
