package dev.batchtransform.spark.internal.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a task spreads its rows over files. One object is handled by one instance and a failed object
 * is sent again whole, so a run wants many files per instance, of about equal size, none of them
 * large. A task knows neither how many rows it will get nor what the others have: the files that it
 * fills side by side are equal however many rows there are. What is uneven nevertheless is cut when
 * all is staged, see {@link LevelCut}.
 *
 * @param lanes files that a task fills side by side
 * @param turn rows that a lane gets before it is the next one's turn
 * @param sizes bytes at which a file is finished and the next begun
 * @param maxRows rows at which a file is finished and the next begun
 * @param growth rows at which a lane's first files are finished
 */
public record FilePlan(int lanes, int turn, FileSizes sizes, long maxRows, Growth growth)
    implements Serializable {
  /** Most files of a write whose tasks have equally many rows, up to a terabyte or so. */
  public static final int MOST_FILES = 20_000;

  /** How many times as large as the input the row log may grow. */
  private static final int ROW_LOG_TIMES = 4;

  /** Rows that are kept together, as many as people look at. */
  static final int SMALL = 64;

  /** Files of a task attempt whose numbers are scattered in their names. */
  private static final int SCATTERED = 1 << 20;

  /** Most files a task keeps open: each holds buffers of the file system. */
  static final int MAX_LANES = 16;

  /**
   * A lane's first file is small and each further one twice as large, so that a few bad records in
   * a thousand do not fail every file, and the sizes of those that fail tell how many there are.
   *
   * @param firstRows rows of a lane's first file
   * @param lanes lanes of a task that begin so, its first ones
   * @param tasks one task of so many has such lanes
   * @param probingRows rows of the first file of a lane that begins smaller still
   * @param probingTasks one task of so many has such a lane, its first
   */
  public record Growth(long firstRows, int lanes, int tasks, long probingRows, int probingTasks)
      implements Serializable {
    /** Files are as large as they may be from the first. */
    public static final Growth NONE = new Growth(Long.MAX_VALUE, 1, 1, Long.MAX_VALUE, 1);

    private static final long PROBING_ROWS = 16;
    private static final long FIRST_ROWS = 128;

    /** Enough to tell shares from one in a million to a third. */
    private static final int PROBING_LANES = 64;

    /** Lanes up to which the small files of each are few beside those that a wave bears. */
    static final int MOST_LANES = 512;

    static Growth of(int tasks, int lanes) {
      int ofTask = Math.max(1, Math.min(lanes, MOST_LANES / tasks));
      return new Growth(
          FIRST_ROWS, ofTask, oneOf(tasks, MOST_LANES), PROBING_ROWS, oneOf(tasks, PROBING_LANES));
    }

    private static int oneOf(int tasks, int wanted) {
      return (tasks + wanted - 1) / wanted;
    }

    private long rows(int task, int lane, int number) {
      long first = first(task, lane);
      return number >= Long.numberOfLeadingZeros(first) - 1 ? Long.MAX_VALUE : first << number;
    }

    private long first(int task, int lane) {
      if (lane == 0 && task % probingTasks == 0) {
        return probingRows;
      }
      return lane < lanes && task % tasks == 0 ? firstRows : Long.MAX_VALUE;
    }
  }

  /**
   * The plan of a write with {@code tasks} tasks that should make at least {@code minFiles} files
   * when it has the rows.
   *
   * @param tasks at least 1
   */
  public static FilePlan of(int tasks, int minFiles, long maxBytes, long maxRows) {
    int wanted = Math.min((minFiles + tasks - 1) / tasks, MOST_FILES / tasks);
    int lanes = Math.max(1, Math.min(MAX_LANES, wanted));
    return new FilePlan(lanes, 1, FileSizes.fixed(maxBytes), maxRows, Growth.NONE);
  }

  /**
   * The same with files that begin small.
   *
   * @param tasks tasks of the write
   */
  public FilePlan growing(int tasks) {
    return new FilePlan(lanes, turn, sizes, maxRows, Growth.of(tasks, lanes));
  }

  /** The same with files of other sizes. */
  FilePlan of(FileSizes others) {
    return new FilePlan(lanes, turn, others, maxRows, growth);
  }

  /** The same with as many rows in a turn as people look at, so that these stay in their order. */
  public FilePlan keepingSmallDataTogether() {
    return new FilePlan(lanes, SMALL, sizes, maxRows, growth);
  }

  /**
   * Whether a file of this size is finished. Its row log may grow larger than its input, up to what
   * Spark gives a reading task at the default size: carried columns that are not sent would
   * otherwise make files that one task has to read and that hold far more than the run's others.
   *
   * @param bytes of the input
   * @param rowBytes of the carried columns, before compression
   * @param laneBytes of the inputs that the file's lane has finished before
   */
  public boolean isFull(long bytes, long rows, long rowBytes, long laneBytes) {
    long most = sizes.most(laneBytes);
    return bytes >= most || rows >= maxRows || rowBytes / ROW_LOG_TIMES >= most;
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
   * The name of a task attempt's file. In the order of names, the files of an attempt have no
   * order: sizes go with numbers, and an instance that is dealt every second key should not get all
   * the small files.
   *
   * @param attempt says which task attempt it is, and of which write
   * @param number how many files the attempt has begun before
   */
  public static String name(String attempt, int number) {
    // Odd, so that no two numbers of so many bits have the same product.
    int ofAttempt = (attempt.hashCode() * 0x9E3779B1) >>> 12;
    int scattered = ((number * 0x9E375) ^ ofAttempt) & (SCATTERED - 1);
    return number < SCATTERED
        ? String.format(Locale.ROOT, "%s-%05x", attempt, scattered)
        : attempt + "-n" + number;
  }

  /** The task attempt that a file's {@link #name} was made of. */
  static String attempt(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('-')));
  }

  /**
   * The files of a write whose rows are spread evenly over its tasks: how many there are of each
   * number of rows.
   *
   * @param tasks at least 1
   * @param bytes what all rows together send
   */
  public SortedMap<Long, Long> files(int tasks, long rows, long bytes) {
    double bytesARow = rows == 0 ? 0 : (double) bytes / rows;
    SortedMap<Long, Long> files = new TreeMap<>();
    for (int task = 0; task < tasks; task++) {
      long ofTask = share(rows, task + 1, tasks) - share(rows, task, tasks);
      filesOfTask(task, ofTask, bytesARow)
          .forEach(lane -> lane.forEach(size -> files.merge(size, 1L, Long::sum)));
    }
    return files;
  }

  /**
   * The rows of each file that a task makes, lane by lane.
   *
   * @param task number of the task, from 0
   * @param rows rows of the task
   * @param bytesARow what a row sends, on average
   */
  public List<List<Long>> filesOfTask(int task, long rows, double bytesARow) {
    List<List<Long>> files = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      files.add(filesOfLane(task, lane, ofLane(rows, lane), bytesARow));
    }
    return files;
  }

  private List<Long> filesOfLane(int task, int lane, long rows, double bytesARow) {
    List<Long> files = new ArrayList<>();
    for (long left = rows; left > 0; left -= files.get(files.size() - 1)) {
      long mostBytes = sizes.most((long) (bytesARow * (rows - left)));
      long mostByBytes =
          bytesARow == 0 ? Long.MAX_VALUE : Math.max(1, (long) (mostBytes / bytesARow));
      files.add(Math.min(left, Math.min(mostByBytes, mostRows(task, lane, files.size()))));
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
