package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.AsyncEndpoint;
import dev.batchtransform.spark.internal.aws.EndpointDescription;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses, before anything is staged, an endpoint that cannot answer a run. */
final class EndpointRules {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointRules.class);

  /** What to do about an endpoint that leaves no trace of failures. */
  static final String FAILURE_PATH =
      "Set S3FailurePath in AsyncInferenceConfig.OutputConfig of its endpoint configuration (s3_failure_path of Terraform's async_inference_config) and update the endpoint.";

  private EndpointRules() {}

  /**
   * Looks the endpoint up. A caller that may not goes on.
   *
   * @throws InvalidOptionException when it cannot answer
   * @throws AwsCallException when SageMaker cannot be asked
   */
  static void check(AsyncEndpoint endpoint) {
    try {
      require(endpoint, endpoint.describe());
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.NOT_FOUND) {
        throw refused(
            endpoint,
            "SageMaker has none of that name there. Create it, or correct the name or the option 'region'.");
      } else if (failure.kind() != Kind.ACCESS_DENIED) {
        throw failure;
      }
      LOG.warn(
          "Endpoint '{}' is not checked before the run: {}", endpoint.name(), failure.getMessage());
    }
  }

  private static void require(AsyncEndpoint endpoint, EndpointDescription seen) {
    unable(seen)
        .ifPresent(
            why -> {
              throw refused(endpoint, why);
            });
    switch (seen.answers()) {
      case AT_ONCE ->
          throw refused(
              endpoint,
              "it answers at once and not asynchronously. Use executor=local with localModel=endpoint:%s, or an endpoint whose configuration '%s' has an AsyncInferenceConfig."
                  .formatted(endpoint.name(), seen.config().orElse("")));
      case WITHOUT_FAILURES ->
          throw refused(
              endpoint,
              "it leaves no trace of requests that fail, so that a run would wait for them in vain. "
                  + FAILURE_PATH);
      case UNKNOWN ->
          LOG.warn(
              "Whether endpoint '{}' says which requests fail is not checked: the caller may not look at its configuration '{}' (sagemaker:DescribeEndpointConfig)",
              endpoint.name(),
              seen.config().orElse(""));
      case WITH_FAILURES -> {}
    }
    if (seen.isScaledToZero()) {
      LOG.warn(
          "Endpoint '{}' has no instance now. It gets some once requests wait, if its scaling policy says so; the first answer takes as long as an instance takes to start",
          endpoint.name());
    }
  }

  /** Why an endpoint in this state takes no requests; empty when it does. */
  static Optional<String> unable(EndpointDescription seen) {
    return switch (seen.standing()) {
      case COMING ->
          Optional.of("it is still being created. Wait until it is InService and try again.");
      case DOWN -> Optional.of(seen.whyDown());
      case SERVES -> Optional.empty();
    };
  }

  private static InvalidOptionException refused(AsyncEndpoint endpoint, String why) {
    return new InvalidOptionException(
        "Cannot use option 'endpointName' with endpoint '%s' in %s because %s"
            .formatted(endpoint.name(), endpoint.region(), why));
  }
}
