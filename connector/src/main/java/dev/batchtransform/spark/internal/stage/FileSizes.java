package dev.batchtransform.spark.internal.stage;

import java.io.Serializable;

/**
 * At how many bytes a lane's files are finished. The first ones have {@code first} bytes; once that
 * is less than {@code laneShare} of what the lane has finished before, they grow with it.
 *
 * <p>A task knows neither how many bytes it will get nor what the others have. Files that grow in
 * proportion to what is there are a known share of the whole however large it becomes, and their
 * number grows with its logarithm.
 *
 * @param first bytes of the first files; at least 1
 * @param laneShare 0 where all files have {@code first} bytes
 */
record FileSizes(long first, double laneShare) implements Serializable {
  private static final long MIB = 1L << 20;

  /**
   * Large enough that requests to S3 cost nothing beside the instances, small enough that sending
   * one again does not either.
   */
  static final long DEFAULT = 32 * MIB;

  /** Where tasks have too few lanes for the instances, their files begin smaller, down to this. */
  private static final long SMALLEST = MIB;

  /** What a task that has most of the rows may come to: sending one again must not cost much. */
  private static final long LARGEST = 512 * MIB;

  /** Lanes from which a file of twice the default size is a small part of all there may be. */
  private static final long MANY_LANES = 2_000;

  /** Files of {@code first} bytes that a write has before they grow, where it has lanes enough. */
  private static final double BEFORE_THEY_GROW = 7_000;

  /** Most files of a write of {@link #LARGE} bytes, beside those that only begin small. */
  private static final double FILES_OF_LARGE = 14_000;

  private static final double LARGE = 1e12;

  static FileSizes fixed(long bytes) {
    return new FileSizes(bytes, 0);
  }

  /**
   * Of tasks that together have as many lanes as there should be files at least: those are equal
   * however much there is.
   *
   * @param lanes of all tasks
   */
  static FileSizes ofManyLanes(long lanes) {
    int times = lanes < MANY_LANES ? 1 : lanes < 4 * MANY_LANES ? 2 : 4;
    return new FileSizes(DEFAULT * times, lanes / BEFORE_THEY_GROW);
  }

  /**
   * Of tasks with fewer lanes. Of files that grow with what is there, none is more than two parts
   * in {@code equalFiles} of it, and they are as uneven as that many equal files dealt by chance.
   *
   * @param lanes of all tasks
   * @param equalFiles files that there should be at least, were all equal
   */
  static FileSizes ofFewLanes(long lanes, long equalFiles) {
    double beforeTheyGrow = equalFiles / 2.0;
    // From n first files to all of it there are n (1 + ln(all / first)) files.
    double first = LARGE / beforeTheyGrow * Math.exp(1 - FILES_OF_LARGE / beforeTheyGrow);
    long bytes = (long) Math.max(SMALLEST, Math.min(2 * DEFAULT, first));
    return new FileSizes(bytes, lanes / beforeTheyGrow);
  }

  /**
   * Size at which a file is finished.
   *
   * @param laneBytes of the files that its lane has finished before
   */
  long most(long laneBytes) {
    return Math.max(first, Math.min(LARGEST, (long) (laneShare * laneBytes)));
  }
}
