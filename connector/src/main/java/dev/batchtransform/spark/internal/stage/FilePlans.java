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

/** Chooses size and number of staged files where the options leave it to the planner. */
public final class FilePlans {
  private static final long MIB = 1L << 20;

  /**
   * Large enough that requests to S3 cost nothing beside the instances, small enough that sending
   * one again does not either.
   */
  private static final int DEFAULT_FILE_MB = 32;

  /**
   * One object is handled by one instance: with a few each, all of them end at about the same time.
   */
  private static final int DEFAULT_FILES_PER_INSTANCE = 4;

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

  private static int fileMebibytes(TransformOptions options) {
    boolean wholeRequests = areRequests(options) && !isCutIntoRecords(options);
    return wholeRequests ? options.get(MAX_PAYLOAD_IN_MB) : DEFAULT_FILE_MB;
  }

  /** The plan of a write with that many tasks. */
  public static FilePlan of(TransformOptions options, int tasks) {
    int minFiles =
        options.find(MIN_FILES_PER_INSTANCE).orElse(DEFAULT_FILES_PER_INSTANCE)
            * options.get(INSTANCE_COUNT);
    int some = Math.max(1, tasks);
    FilePlan plan =
        FilePlan.of(
            some,
            minFiles,
            options.find(TARGET_FILE_SIZE_MB).orElse(fileMebibytes(options)) * MIB,
            options.find(MAX_RECORDS_PER_FILE).orElse(Long.MAX_VALUE));
    FilePlan dealing =
        options.find(MIN_FILES_PER_INSTANCE).isPresent() ? plan : plan.keepingSmallDataTogether();
    return grows(options) ? dealing.growing(some) : dealing;
  }
}
