package dev.batchtransform.spark.internal.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** {@link ModelEndpoint} through the AWS SDK. */
final class SageMakerEndpoint implements ModelEndpoint {

  /** A look at the endpoint may not hold up its callers for long. */
  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(20);

  private final String name;
  private final EndpointClients clients;
  private final EndpointErrors errors;

  private SageMakerEndpoint(String name, EndpointClients clients) {
    this.name = name;
    this.clients = clients;
    this.errors = new EndpointErrors(name, clients.place());
  }

  static SageMakerEndpoint connect(AwsSettings settings, String name) {
    ClientOverrideConfiguration lookups =
        AwsAccess.overrides(AwsRetryStrategy.doNotRetry()).toBuilder()
            .apiCallTimeout(DESCRIBE_TIMEOUT)
            .build();
    return new SageMakerEndpoint(name, EndpointClients.connect(settings, lookups));
  }

  @Override
  public Answer invoke(
      byte[] body, @Nullable String contentType, @Nullable String accept, Duration timeout)
      throws IOException, InterruptedException {
    try {
      InvokeEndpointResponse response =
          clients
              .runtime()
              .invokeEndpoint(
                  request ->
                      request
                          .endpointName(name)
                          .contentType(contentType)
                          .accept(accept)
                          .body(SdkBytes.fromByteArrayUnsafe(body))
                          .overrideConfiguration(call -> call.apiCallTimeout(timeout)));
      Map<String, String> headers =
          response.contentType() == null
              ? Map.of()
              : Map.of("content-type", response.contentType());
      return new Answer(
          response.sdkHttpResponse().statusCode(), response.body().asByteArrayUnsafe(), headers);
    } catch (SdkException failure) {
      if (isCancelled(failure)) {
        boolean unused = Thread.interrupted();
        throw (InterruptedException)
            new InterruptedException(failure.getMessage()).initCause(failure);
      }
      return errors.answer(failure, timeout);
    }
  }

  /** The SDK's own deadline, which interrupts too, comes as an exception of its own. */
  private static boolean isCancelled(SdkException failure) {
    if (failure instanceof ApiCallTimeoutException) {
      return false;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AbortedException || cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public EndpointDescription describe() {
    try {
      return clients.describe(name);
    } catch (SdkException failure) {
      throw errors.notDescribed(failure);
    }
  }

  @Override
  public void close() {
    clients.closing().close();
  }
}
