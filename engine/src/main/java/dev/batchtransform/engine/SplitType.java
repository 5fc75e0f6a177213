package dev.batchtransform.engine;

/**
 * How a file is split into records, as SageMaker's {@code SplitType}. Its {@code RecordIO} and
 * {@code TFRecord} have no place here: whoever reads a request refuses them.
 */
public enum SplitType {
  /** The whole file is one record. */
  NONE,
  /** A line is a record. Lines end in LF alone; the LF stays part of the record. */
  LINE
}
