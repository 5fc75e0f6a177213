package dev.batchtransform.emulator.job;

/** The job as a whole cannot go on; the message is its {@code FailureReason}. */
final class JobFailedException extends Exception {

  /** In AWS's words, the two spaces included. */
  static final String INTERNAL_ERROR =
      "InternalServerError: We encountered an internal error.  Please try again.";

  static final String CAPACITY_ERROR =
      "CapacityError: Unable to provision requested ML compute capacity. Please retry using a"
          + " different ML instance type.";

  static final String NO_PING =
      "AlgorithmError: Model container failed to respond to ping. Please ensure /ping endpoint is"
          + " implemented and responds with an HTTP 200 status code";

  JobFailedException(String reason) {
    super(reason);
  }
}
