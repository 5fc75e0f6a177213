package dev.batchtransform.spark.internal.record.rowlog;

/** What became of a row when it was staged. The code is part of the row log's format. */
public enum RowTag {
  /** Its record was sent; the next answer is its own. */
  SENT(1),
  /** Its record is the one sent for the row before it, and so is its answer. */
  SAME_AS_PREVIOUS(2),
  /** Not sent: its record is larger than the largest payload. */
  OVERSIZE(3),
  /** Not sent: its payload is not a record. */
  UNPARSEABLE(4);

  private final byte code;

  RowTag(int code) {
    this.code = (byte) code;
  }

  /** The byte that stands for this tag in a row log; never changes. */
  public byte code() {
    return code;
  }
}
