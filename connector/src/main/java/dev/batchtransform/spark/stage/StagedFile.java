package dev.batchtransform.spark.stage;

import java.io.Serializable;

/**
 * One staged file of a run: an input the model reads and the row log of the rows it was made from,
 * in the same order.
 *
 * @param name the file's name without folder or extension; unique within the run and per task
 *     attempt
 * @param rows rows in the row log
 * @param records records (lines) in the input; at most {@code rows}, since a row that could not be
 *     sent has none. When it is 0 there is no input file.
 * @param bytes size of the input in bytes
 * @param checksum CRC32C of the input's bytes
 */
public record StagedFile(String name, long rows, long records, long bytes, long checksum)
    implements Serializable {

  /** Name of the file that the model reads, below {@code input/}. */
  public String inputName() {
    return name + ".jsonl";
  }

  /** Name of the row log, below {@code rows/}. */
  public String rowsName() {
    return name + ".rows";
  }

  /**
   * Name that SageMaker gives to the answers of {@link #inputName()}, below {@code output/<wave>/}.
   */
  public String outputName() {
    return inputName() + ".out";
  }
}
