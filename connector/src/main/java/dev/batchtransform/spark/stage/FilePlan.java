package dev.batchtransform.spark.stage;

import java.io.Serializable;

/**
 * How a task spreads its rows over files. One object is handled by one instance and a failed object
 * is sent again whole, so a run wants several files an instance, of about equal size, none of them
 * large.
 *
 * @param lanes files that a task fills side by side
 * @param maxBytes size at which a file is finished and the next begun
 * @param maxRows rows at which a file is finished and the next begun
 */
public record FilePlan(int lanes, long maxBytes, long maxRows) implements Serializable {
  /** How many times as large as the input the row log may grow. */
  private static final int ROW_LOG_TIMES = 4;

  /** Most files a task keeps open: each holds buffers of the file system. */
  private static final int MAX_LANES = 16;

  /**
   * The plan of a write with {@code tasks} tasks that should make at least {@code minFiles} files
   * when it has the rows.
   *
   * @param tasks at least 1
   */
  public static FilePlan of(int tasks, int minFiles, long maxBytes, long maxRows) {
    int wanted = (minFiles + tasks - 1) / tasks;
    return new FilePlan(Math.max(1, Math.min(MAX_LANES, wanted)), maxBytes, maxRows);
  }

  /**
   * Whether a file of this size is finished. Its row log may grow larger than its input, up to what
   * Spark gives a reading task at the default size: carried columns that are not sent would
   * otherwise make files that one task has to read and that hold far more than the run's others.
   *
   * @param bytes of the input
   * @param rowBytes of the carried columns, before compression
   */
  public boolean isFull(long bytes, long rows, long rowBytes) {
    return bytes >= maxBytes || rows >= maxRows || rowBytes / ROW_LOG_TIMES >= maxBytes;
  }
}
