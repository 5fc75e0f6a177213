package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.options.OptionTable;
import java.time.Duration;
import java.util.Optional;

/**
 * When a job is stopped by us: SageMaker itself knows no deadline.
 *
 * @param job the option {@code jobTimeout}: time for the whole job
 * @param start the option {@code startTimeout}: time until its instances work
 * @param noProgress the option {@code noProgressTimeout}: time for which nothing of it may be
 *     finished
 * @param service the option {@code serviceTimeout}: time for which nothing may be learnt of it
 */
record JobDeadlines(Duration job, Duration start, Optional<Duration> noProgress, Duration service) {

  /**
   * Why the job must be stopped; empty while it may go on.
   *
   * @param elapsed time since the job was created
   * @param working whether its instances have started or an output exists
   */
  Optional<String> passed(Duration elapsed, boolean working) {
    if (elapsed.compareTo(job) >= 0) {
      return Optional.of(
          "It was stopped because it did not end within the option 'jobTimeout' (%s)."
              .formatted(OptionTable.JOB_TIMEOUT.format(job)));
    } else if (!working && elapsed.compareTo(start) >= 0) {
      return Optional.of(
          "It was stopped because no instance had started within the option 'startTimeout' (%s). Instances of this type may be scarce, or the model's container may not answer /ping."
              .formatted(OptionTable.START_TIMEOUT.format(start)));
    }
    return Optional.empty();
  }
}
