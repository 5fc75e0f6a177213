package dev.batchtransform.spark.internal.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One staged file of a run: an input the model reads and the row log of the rows it was made from,
 * in the same order.
 *
 * @param name the file's name without folder or extension; unique within the run and per task
 *     attempt
 * @param rows rows in the row log
 * @param records records (lines) in the input; at most {@code rows}, since a row that could not be
 *     sent has none. When it is 0 there is no input file.
 * @param bytes size of the input in bytes, before compression
 * @param checksum CRC32C of these bytes
 * @param rowLog what is known of its rows; null for a part of a file, which has no row log of its
 *     own, and in ledgers that were written before it was kept
 * @param gzip whether the input is compressed
 */
public record StagedFile(
    String name,
    long rows,
    long records,
    long bytes,
    long checksum,
    @Nullable StagedRows rowLog,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean gzip)
    implements Serializable {
  private static final String INPUT = ".jsonl";

  /** A file of which nothing more is known. */
  public StagedFile(String name, long rows, long records, long bytes, long checksum) {
    this(name, rows, records, bytes, checksum, null, false);
  }

  /** Name of the file that the model reads, below {@code input/}. */
  public String inputName() {
    return name + (gzip ? INPUT + WholeInput.GZIP : INPUT);
  }

  /** The name of a file whose input has that name. */
  static String nameOfInput(String inputName) {
    String plain =
        inputName.endsWith(WholeInput.GZIP) ? cut(inputName, WholeInput.GZIP) : inputName;
    return plain.endsWith(INPUT) ? cut(plain, INPUT) : plain;
  }

  /** The name of a part of it: so many records from one on, which is 0 for the first. */
  String nameOfPart(long first, long count) {
    return name + "-r" + first + "-" + count;
  }

  private static String cut(String text, String end) {
    return text.substring(0, text.length() - end.length());
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
