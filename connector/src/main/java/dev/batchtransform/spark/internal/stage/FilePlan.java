package dev.batchtransform.spark.internal.stage;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a task spreads its rows over files. One object is handled by one instance and a failed object
 * is sent again whole, so a run wants several files per instance, of about equal size, none of them
 * large.
 *
 * @param lanes files that a task fills side by side
 * @param turn rows that a lane gets before it is the next one's turn
 * @param maxBytes size at which a file is finished and the next begun
 * @param maxRows rows at which a file is finished and the next begun
 * @param growth rows at which a lane's first files are finished
 */
public record FilePlan(int lanes, int turn, long maxBytes, long maxRows, Growth growth)
    implements Serializable {
  /** How many times as large as the input the row log may grow. */
  private static final int ROW_LOG_TIMES = 4;

  private static final int SMALL = 64;

  /** Most files a task keeps open: each holds buffers of the file system. */
  private static final int MAX_LANES = 16;

  /**
   * A lane's first file is small and each further one twice as large, so that a few bad records in
   * a thousand do not fail every file, and the sizes of those that fail tell how many there are.
   *
   * @param firstRows rows of a lane's first file
   * @param probingRows rows of the first file of a lane that begins smaller still
   * @param probingTasks one task of so many has such a lane, its first
   */
  public record Growth(long firstRows, long probingRows, int probingTasks) implements Serializable {
    /** Files are as large as they may be from the first. */
    public static final Growth NONE = new Growth(Long.MAX_VALUE, Long.MAX_VALUE, 1);

    private static final long PROBING_ROWS = 16;
    private static final long FIRST_ROWS = 128;

    /** Enough to tell shares from one in a million to a third. */
    private static final int PROBING_LANES = 64;

    /** Lanes up to which the small files of each are few beside those that a wave bears. */
    private static final int LANES_FROM_THE_SMALLEST = 1_000;

    static Growth of(int tasks, int lanes) {
      long all = (long) tasks * lanes;
      long larger = (all + LANES_FROM_THE_SMALLEST - 1) / LANES_FROM_THE_SMALLEST;
      int everyNth = (tasks + PROBING_LANES - 1) / PROBING_LANES;
      return new Growth(FIRST_ROWS * Math.max(1, larger), PROBING_ROWS, everyNth);
    }

    private long rows(int task, int lane, int number) {
      boolean probing = lane == 0 && task % probingTasks == 0;
      long first = probing ? probingRows : firstRows;
      return number >= Long.numberOfLeadingZeros(first) - 1 ? Long.MAX_VALUE : first << number;
    }
  }

  /**
   * The plan of a write with {@code tasks} tasks that should make at least {@code minFiles} files
   * when it has the rows.
   *
   * @param tasks at least 1
   */
  public static FilePlan of(int tasks, int minFiles, long maxBytes, long maxRows) {
    int wanted = (minFiles + tasks - 1) / tasks;
    int lanes = Math.max(1, Math.min(MAX_LANES, wanted));
    return new FilePlan(lanes, 1, maxBytes, maxRows, Growth.NONE);
  }

  /**
   * The same with files that begin small.
   *
   * @param tasks tasks of the write
   */
  public FilePlan growing(int tasks) {
    return new FilePlan(lanes, turn, maxBytes, maxRows, Growth.of(tasks, lanes));
  }

  /** The same with as many rows in a turn as people look at, so that these stay in their order. */
  public FilePlan keepingSmallDataTogether() {
    return new FilePlan(lanes, SMALL, maxBytes, maxRows, growth);
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

  /**
   * Rows at which a file is finished at the latest.
   *
   * @param task number of the task, from 0
   * @param lane which of the task's files side by side, from 0
   * @param number how many files the lane has finished before
   */
  public long mostRows(int task, int lane, int number) {
    return Math.min(maxRows, growth.rows(task, lane, number));
  }

  /**
   * The files of a write whose rows are spread evenly over its tasks: how many there are of each
   * number of rows.
   *
   * @param tasks at least 1
   * @param bytes what all rows together send
   */
  public SortedMap<Long, Long> files(int tasks, long rows, long bytes) {
    long mostByBytes =
        bytes == 0 ? Long.MAX_VALUE : Math.max(1, (long) ((double) maxBytes * rows / bytes));
    SortedMap<Long, Long> files = new TreeMap<>();
    for (int task = 0; task < tasks; task++) {
      long ofTask = share(rows, task + 1, tasks) - share(rows, task, tasks);
      for (int lane = 0; lane < lanes; lane++) {
        long left = ofLane(ofTask, lane);
        for (int number = 0; left > 0; number++) {
          long size = Math.min(left, Math.min(mostByBytes, mostRows(task, lane, number)));
          files.merge(size, 1L, Long::sum);
          left -= size;
        }
      }
    }
    return files;
  }

  private long ofLane(long ofTask, int lane) {
    long round = (long) turn * lanes;
    long rest = ofTask % round - (long) lane * turn;
    return ofTask / round * turn + Math.max(0, Math.min(turn, rest));
  }

  private static long share(long rows, long part, long parts) {
    return rows / parts * part + rows % parts * part / parts;
  }
}
