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

  /** Whether a file of this size is finished. */
  public boolean isFull(long bytes, long rows) {
    return bytes >= maxBytes || rows >= maxRows;
  }
}
