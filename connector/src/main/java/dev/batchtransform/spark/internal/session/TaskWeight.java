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

  /** No sum of sizes that someone else wrote passes the largest number. */
  TaskWeight plus(TaskWeight other) {
    long room = Long.MAX_VALUE - Math.max(0, bytes);
    return new TaskWeight(
        Math.max(0, bytes) + Math.min(room, Math.max(0, other.bytes)), files + other.files);
  }

  boolean fits(TaskWeight most) {
    return bytes <= most.bytes && files <= most.files;
  }
}
