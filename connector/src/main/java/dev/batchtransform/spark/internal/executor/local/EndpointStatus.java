package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.spark.internal.aws.EndpointDescription;

/** What a status of SageMaker's means to those who call the endpoint. */
enum EndpointStatus {
  /** It answers. One that is being changed does, with its old instances. */
  SERVES,
  /** It will answer, if all goes well. */
  COMING,
  /** It does not answer, and will not by itself. */
  DOWN;

  static EndpointStatus of(EndpointDescription endpoint) {
    return switch (endpoint.status()) {
      case "Creating" -> COMING;
      case "Failed", "OutOfService", "Deleting" -> DOWN;
      // One that this version does not know is tried.
      default -> SERVES;
    };
  }
}
