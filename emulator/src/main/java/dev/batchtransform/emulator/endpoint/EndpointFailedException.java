package dev.batchtransform.emulator.endpoint;

/** An endpoint's instances cannot be had; the message is its {@code FailureReason}. */
final class EndpointFailedException extends Exception {

  static final String CAPACITY_ERROR =
      "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error."
          + " Please retry using a different ML instance type or after some time.";

  EndpointFailedException(String reason) {
    super(reason);
  }

  static EndpointFailedException noPing(String variant) {
    return new EndpointFailedException(
        ("The primary container for production variant %s did not pass the ping health check."
                + " Please check CloudWatch logs for this endpoint.")
            .formatted(variant));
  }
}
