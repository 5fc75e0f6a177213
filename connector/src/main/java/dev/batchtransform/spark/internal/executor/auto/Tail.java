package dev.batchtransform.spark.internal.executor.auto;

import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TailMode;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.Optional;

/** Who narrows the rest of a run down to its bad records, where jobs take minutes to start. */
public final class Tail {
  private Tail() {}

  /** Whoever it is instead of the run's own executor; empty where it is that one. */
  public static Optional<ExecutorKind> of(TransformOptions options, ExecutorKind own) {
    if (!own.startsJobs() || options.get(OptionTable.ON_FAILURE) != OnFailure.ISOLATE) {
      return Optional.empty();
    }
    return switch (options.find(OptionTable.TAIL).orElseGet(() -> cheapest(options))) {
      case LOCAL -> Optional.of(ExecutorKind.LOCAL);
      case ASYNC -> Optional.of(ExecutorKind.ASYNC);
      case JOB -> Optional.empty();
    };
  }

  private static TailMode cheapest(TransformOptions options) {
    if (options.isSet(OptionTable.LOCAL_MODEL)) {
      return TailMode.LOCAL;
    }
    // What SageMaker does to the records of a job, an endpoint does not.
    return options.isSet(OptionTable.ENDPOINT_NAME) && !options.hasDataProcessing()
        ? TailMode.ASYNC
        : TailMode.JOB;
  }
}
