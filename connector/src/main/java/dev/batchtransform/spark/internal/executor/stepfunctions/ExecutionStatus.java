package dev.batchtransform.spark.internal.executor.stepfunctions;

import dev.batchtransform.spark.internal.aws.StateMachine.Execution;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import java.util.Optional;

/** What an execution and its job together say of the job. */
final class ExecutionStatus {
  private ExecutionStatus() {}

  /**
   * The status that counts. While an execution runs, the machine may start another job. Once it has
   * ended, its job counts, which may have completed although a later state has failed.
   *
   * @param job its job's own status; empty when it started none, or it cannot be seen
   */
  static Status of(Execution execution, Optional<Status> job) {
    if (execution.isRunning()) {
      return job.filter(status -> status == Status.STOPPING).orElse(Status.IN_PROGRESS);
    }
    return switch (execution.status()) {
      case "SUCCEEDED" -> job.orElse(Status.COMPLETED);
      case "ABORTED" -> ended(job, Status.STOPPED);
      default -> ended(job, Status.FAILED);
    };
  }

  private static Status ended(Optional<Status> job, Status otherwise) {
    return job.map(status -> status.isFinal() ? status : Status.STOPPING).orElse(otherwise);
  }

  /** Whether its job goes on though the execution was ended before it. */
  static boolean isOrphan(Execution execution, Optional<Status> job) {
    return !execution.isRunning()
        && !execution.status().equals("SUCCEEDED")
        && job.filter(status -> !status.isFinal() && status != Status.STOPPING).isPresent();
  }
}
