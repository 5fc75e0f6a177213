package dev.batchtransform.spark.internal.source.write;

import dev.batchtransform.spark.internal.record.rowlog.RowsHash;
import java.io.Serializable;
import java.util.List;

/**
 * Rows that were seen and not staged.
 *
 * @param rows how many
 * @param hash what they are told from others by
 */
record SeenRows(long rows, RowsHash hash) implements Serializable {

  /** All of them together. */
  static SeenRows sum(List<SeenRows> tasks) {
    return tasks.stream()
        .reduce(
            new SeenRows(0, RowsHash.NONE),
            (one, other) -> new SeenRows(one.rows + other.rows, one.hash.plus(other.hash)));
  }
}
