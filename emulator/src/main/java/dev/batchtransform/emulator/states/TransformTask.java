package dev.batchtransform.emulator.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.job.TransformJob;

/** What a state {@code sagemaker:createTransformJob.sync} does. */
public interface TransformTask {

  /**
   * Starts a job.
   *
   * @param request a CreateTransformJob request, which may be anything
   * @throws RefusedException when there is none
   */
  TransformJob start(ObjectNode request) throws RefusedException;

  /** Waits for a job's end. */
  void await(TransformJob job) throws InterruptedException;

  /** Stops a job, if it runs. */
  void stop(TransformJob job);

  /** What DescribeTransformJob says of a job, as a state's output has it. */
  ObjectNode describe(TransformJob job);

  /** SageMaker has refused to start a job. */
  final class RefusedException extends Exception {

    private final String error;

    /**
     * A refusal.
     *
     * @param error SageMaker's error, such as {@code ResourceInUse}
     */
    public RefusedException(String error, String message, Throwable cause) {
      super(message, cause);
      this.error = error;
    }

    String error() {
      return error;
    }
  }
}
