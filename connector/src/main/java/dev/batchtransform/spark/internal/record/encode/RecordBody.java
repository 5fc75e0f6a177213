package dev.batchtransform.spark.internal.record.encode;

import org.apache.spark.sql.catalyst.InternalRow;

/** Appends the record of a row to the line it was made for. */
@FunctionalInterface
interface RecordBody {

  /** Returns false when this row cannot be sent; what is then in the line is of no use. */
  boolean append(InternalRow row);
}
