package dev.batchtransform.spark.internal.stage;

import static dev.batchtransform.spark.internal.options.OptionTable.BATCH_STRATEGY;
import static dev.batchtransform.spark.internal.options.OptionTable.EXECUTOR;
import static dev.batchtransform.spark.internal.options.OptionTable.INSTANCE_COUNT;
import static dev.batchtransform.spark.internal.options.OptionTable.MAX_PAYLOAD_IN_MB;
import static dev.batchtransform.spark.internal.options.OptionTable.MAX_RECORDS_PER_FILE;
import static dev.batchtransform.spark.internal.options.OptionTable.MIN_FILES_PER_INSTANCE;
import static dev.batchtransform.spark.internal.options.OptionTable.ON_FAILURE;
import static dev.batchtransform.spark.internal.options.OptionTable.TARGET_FILE_SIZE_MB;

import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.model.BatchStrategy;
import java.util.Optional;
import java.util.SortedMap;

/** Chooses size and number of staged files where the options leave it to the planner. */
public final class FilePlans {
  private static final long MIB = 1L << 20;

  /** Records with which an instance is worth its start: those that staging keeps together. */
  public static final int RECORDS_TO_FEED = FilePlan.SMALL;

  /** Files per instance where no instance has to wait for another: enough to work side by side. */
  private static final int DEFAULT_FILES_PER_INSTANCE = 4;

  /** A lane that grows from small to large counts as so many equal files, for who gets how much. */
  private static final double EQUAL_FILES_OF_A_GROWING_LANE = 2.5;

  private FilePlans() {}

  /**
   * Where the executor tells which records of a file have failed, small files would tell nothing
   * more; nor do they where failing files are not narrowed down.
   */
  public static boolean grows(TransformOptions options) {
    return options.get(EXECUTOR) != ExecutorKind.LOCAL
        && !isCutIntoRecords(options)
        && options.get(ON_FAILURE) == OnFailure.ISOLATE;
  }

  /** Whether files are cut into single records before they are sent to an asynchronous endpoint. */
  public static boolean isCutIntoRecords(TransformOptions options) {
    return areRequests(options) && options.get(BATCH_STRATEGY) == BatchStrategy.SINGLE_RECORD;
  }

  /** Whether a request to the model is a file, or a part of one. */
  private static boolean areRequests(TransformOptions options) {
    return options.executorOfLargeData() == ExecutorKind.ASYNC;
  }

  /**
   * Whether staged files are cut until the instances of a job have equal loads: where one object is
   * handled by one instance, and the options leave sizes and numbers to the planner.
   */
  public static boolean levels(TransformOptions options) {
    return areObjectsOfInstances(options)
        && !options.isSet(MIN_FILES_PER_INSTANCE)
        && !options.isSet(MAX_RECORDS_PER_FILE)
        && !options.isSet(TARGET_FILE_SIZE_MB);
  }

  /**
   * How many of {@code instanceCount} instances a run's records can feed: as many as get {@value
   * #RECORDS_TO_FEED} each. All of them where the options say how files are cut.
   *
   * @param records of the run
   */
  public static int fedInstances(TransformOptions options, long records) {
    int asked = options.get(INSTANCE_COUNT);
    return levels(options) ? (int) Math.max(1, Math.min(asked, records / RECORDS_TO_FEED)) : asked;
  }

  private static boolean areObjectsOfInstances(TransformOptions options) {
    return options.executorOfLargeData().startsJobs();
  }

  private static long equalFiles(TransformOptions options) {
    return Math.min(FilePlan.MOST_FILES, Makespan.filesForLevelHashes(options.get(INSTANCE_COUNT)));
  }

  /** How many equal files a lane counts as. */
  private static double equalFilesOfALane(TransformOptions options, int tasks, long lanes) {
    boolean allGrow = grows(options) && Math.max(lanes, tasks) <= FilePlan.Growth.MOST_LANES;
    return allGrow ? EQUAL_FILES_OF_A_GROWING_LANE : 1;
  }

  private static int minFiles(TransformOptions options, int tasks) {
    int instances = options.get(INSTANCE_COUNT);
    Optional<Integer> given = options.find(MIN_FILES_PER_INSTANCE);
    if (given.isPresent() || !areObjectsOfInstances(options)) {
      return given.orElse(DEFAULT_FILES_PER_INSTANCE) * instances;
    }
    long equal = equalFiles(options);
    long growing = (long) Math.ceil(equal / EQUAL_FILES_OF_A_GROWING_LANE);
    boolean allGrow = equalFilesOfALane(options, tasks, growing) > 1;
    return Math.toIntExact(Math.max(instances, allGrow ? growing : equal));
  }

  private static FileSizes sizes(TransformOptions options, int tasks, int lanesOfATask) {
    Optional<Integer> given = options.find(TARGET_FILE_SIZE_MB);
    if (given.isPresent()) {
      return FileSizes.fixed(given.get() * MIB);
    }
    if (areRequests(options)) {
      return isCutIntoRecords(options)
          ? FileSizes.fixed(FileSizes.DEFAULT)
          : FileSizes.fixed(options.get(MAX_PAYLOAD_IN_MB) * MIB);
    }
    long lanes = (long) tasks * lanesOfATask;
    return areObjectsOfInstances(options)
            && lanes * equalFilesOfALane(options, tasks, lanes) < equalFiles(options)
        ? FileSizes.ofFewLanes(lanes, equalFiles(options))
        : FileSizes.ofManyLanes(lanes);
  }

  /**
   * The files that a run of rows that are spread evenly over its tasks would send first: how many
   * there are of each number of rows.
   *
   * @param executor who would send them
   * @param bytes what all rows together send
   */
  public static SortedMap<Long, Long> files(
      TransformOptions options, ExecutorKind executor, int tasks, long rows, long bytes) {
    int some = Math.max(1, tasks);
    SortedMap<Long, Long> staged = of(options, some).files(some, rows, bytes);
    return levels(options) && executor.startsJobs()
        ? LevelCut.sizes(staged, (double) bytes / Math.max(1, rows), options.get(INSTANCE_COUNT))
        : staged;
  }

  /** The plan of a write with that many tasks. */
  public static FilePlan of(TransformOptions options, int tasks) {
    int some = Math.max(1, tasks);
    FilePlan plan =
        FilePlan.of(
            some,
            minFiles(options, some),
            FileSizes.DEFAULT,
            options.find(MAX_RECORDS_PER_FILE).orElse(Long.MAX_VALUE));
    FilePlan sized = plan.of(sizes(options, some, plan.lanes()));
    FilePlan dealing =
        options.isSet(MIN_FILES_PER_INSTANCE) ? sized : sized.keepingSmallDataTogether();
    return grows(options) ? dealing.growing(some) : dealing;
  }
}
