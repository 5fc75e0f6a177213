package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.EndpointDescription.Answers;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;

/** {@link AsyncEndpoint} through the AWS SDK. */
final class SageMakerAsyncEndpoint implements AsyncEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(SageMakerAsyncEndpoint.class);

  private final String name;
  private final EndpointClients clients;
  private final AwsErrors errors;

  private SageMakerAsyncEndpoint(String name, EndpointClients clients) {
    this.name = name;
    this.clients = clients;
    this.errors = new AwsErrors(clients.place());
  }

  static AsyncEndpoint connect(AwsSettings settings, String name) {
    return new SageMakerAsyncEndpoint(
        name,
        EndpointClients.connect(settings, AwsAccess.overrides(RetryPace.normal().standard())));
  }

  @Override
  public Accepted invoke(Request request) {
    return call(
        "sagemaker:InvokeEndpointAsync",
        () -> {
          InvokeEndpointAsyncResponse response =
              clients
                  .runtime()
                  .invokeEndpointAsync(
                      r ->
                          r.endpointName(name)
                              .inputLocation(request.input())
                              .inferenceId(request.inferenceId())
                              .contentType(request.contentType())
                              .accept(request.accept())
                              .requestTTLSeconds(request.ttlSeconds())
                              .invocationTimeoutSeconds(request.timeoutSeconds()));
          return new Accepted(
              String.valueOf(response.outputLocation()),
              Optional.ofNullable(response.failureLocation()).filter(place -> !place.isEmpty()));
        });
  }

  @Override
  public EndpointDescription describe() {
    EndpointDescription seen = call("sagemaker:DescribeEndpoint", () -> clients.describe(name));
    return seen.answers() == Answers.AT_ONCE && seen.config().isPresent()
        ? seen.with(answersOf(seen.config().get()))
        : seen;
  }

  /** What DescribeEndpoint may not say. */
  private Answers answersOf(String config) {
    try {
      return call(
          "sagemaker:DescribeEndpointConfig",
          () ->
              Answers.of(
                  clients
                      .sageMaker()
                      .describeEndpointConfig(r -> r.endpointConfigName(config))
                      .asyncInferenceConfig()));
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.ACCESS_DENIED || failure.kind() == Kind.NOT_FOUND) {
        LOG.debug("How endpoint '{}' answers is not checked: {}", name, failure.getMessage());
        return Answers.UNKNOWN;
      }
      throw failure;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String region() {
    return clients.region();
  }

  @Override
  public void close() {
    clients.closing().close();
  }

  private <T> T call(String action, Supplier<T> call) {
    return errors.call(action, "endpoint '" + name + "'", call);
  }
}
