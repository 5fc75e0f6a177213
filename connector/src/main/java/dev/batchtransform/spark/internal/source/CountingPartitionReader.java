package dev.batchtransform.spark.internal.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/**
 * Rows without columns, for a query that asks how many there are: the ledger knows it, so nothing
 * is opened.
 */
final class CountingPartitionReader implements PartitionReader<InternalRow> {
  private final InternalRow empty = new GenericInternalRow(0);
  private long left;

  CountingPartitionReader(TransformInputPartition partition) {
    long rows = partition.files().stream().mapToLong(file -> file.staged().rows()).sum();
    this.left = Math.min(rows, partition.limit());
  }

  @Override
  public boolean next() {
    return left-- > 0;
  }

  @Override
  public InternalRow get() {
    return empty;
  }

  @Override
  public void close() {}
}
