package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.ModelUnavailableException;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.EndpointDescription.Standing;
import dev.batchtransform.spark.internal.aws.ModelEndpoint;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * A model behind an endpoint of SageMaker. It suggests no number of requests at once: how many the
 * endpoint bears depends on its instances, and it says so when there are too many.
 */
final class EndpointModel implements LocalModel {

  /** A container has 60 s. AWS advises callers to wait ten more, for the way there and back. */
  static final Duration LONGEST_ANSWER = Duration.ofSeconds(70);

  private final EndpointSpec spec;
  private final ModelEndpoint endpoint;

  private EndpointModel(EndpointSpec spec, ModelEndpoint endpoint) {
    this.spec = spec;
    this.endpoint = endpoint;
  }

  /**
   * This process's way to the endpoint.
   *
   * @throws ModelUnavailableException when it has no credentials, or may not assume the role
   */
  static EndpointModel open(EndpointSpec spec) throws ModelUnavailableException {
    try {
      return new EndpointModel(spec, spec.connect());
    } catch (AwsCallException failure) {
      throw unavailable(failure);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws ModelUnavailableException when there is nobody to answer any more: waiting for one that
   *     was deleted would be in vain, and its request says nothing about its records
   */
  @Override
  public ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException {
    Duration timeout = request.timeout();
    try {
      ModelEndpoint.Answer answer =
          endpoint.invoke(
              request.body(),
              request.contentType(),
              request.accept(),
              timeout.compareTo(LONGEST_ANSWER) < 0 ? timeout : LONGEST_ANSWER);
      return new ModelResponse(answer.status(), answer.body(), answer.headers());
    } catch (AwsCallException failure) {
      throw unavailable(failure);
    } catch (IOException unanswered) {
      requireExistence(unanswered);
      throw unanswered;
    }
  }

  private void requireExistence(IOException unanswered) throws ModelUnavailableException {
    try {
      var unused = endpoint.describe();
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.NOT_FOUND) {
        throw new ModelUnavailableException(
            "%s is gone, and a request that it had was not answered. Create it again; then repeat the write or attach to the run."
                .formatted(spec),
            unanswered);
      }
    }
  }

  /** Whether the endpoint serves. A caller that may not look it up, or not now, takes it to. */
  @Override
  public boolean ping() {
    try {
      return endpoint.describe().standing() == Standing.SERVES;
    } catch (AwsCallException failure) {
      return failure.kind() != Kind.NOT_FOUND;
    }
  }

  private static ModelUnavailableException unavailable(AwsCallException failure) {
    return new ModelUnavailableException(String.valueOf(failure.getMessage()), failure);
  }

  @Override
  public void close() {
    endpoint.close();
  }

  /** The endpoint's name and region. */
  @Override
  public String toString() {
    return spec.toString();
  }
}
