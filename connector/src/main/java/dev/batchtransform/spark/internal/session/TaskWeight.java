package dev.batchtransform.spark.internal.session;

/**
 * What something costs a task.
 *
 * @param bytes read or written
 * @param files opened, written or listed page by page, each of which takes as long as {@code
 *     spark.sql.files.openCostInBytes}
 */
public record TaskWeight(long bytes, long files) {
  /** What reading one file costs. */
  public static TaskWeight ofFile(long bytes) {
    return new TaskWeight(bytes, 1);
  }
}
