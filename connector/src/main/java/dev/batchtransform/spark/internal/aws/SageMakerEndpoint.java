package dev.batchtransform.spark.internal.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** {@link ModelEndpoint} through the AWS SDK. */
final class SageMakerEndpoint implements ModelEndpoint {

  /** A look at the endpoint may not hold up its callers for long. */
  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(20);

  private final String name;
  private final SageMakerRuntimeClient runtime;
  private final SageMakerClient sageMaker;
  private final EndpointErrors errors;
  private final Closing closing;

  private SageMakerEndpoint(
      String name,
      SageMakerRuntimeClient runtime,
      SageMakerClient sageMaker,
      EndpointErrors errors,
      Closing closing) {
    this.name = name;
    this.runtime = runtime;
    this.sageMaker = sageMaker;
    this.errors = errors;
    this.closing = closing;
  }

  static SageMakerEndpoint connect(AwsSettings settings, String name) {
    AwsAccess access = new AwsAccess("SageMaker");
    Region region = access.region(settings);
    Closing closing = new Closing();
    try {
      SdkHttpClient http = access.http(closing);
      AwsCredentialsProvider credentials = access.credentials(settings, region, http, closing);
      ClientOverrideConfiguration once = AwsAccess.overrides(AwsRetryStrategy.doNotRetry());
      SageMakerRuntimeClient runtime =
          closing.add(
              SageMakerRuntimeClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(closing.add(new KeepAliveHttp(AwsAccess.CONNECT_TIMEOUT)))
                  .overrideConfiguration(once)
                  .applyMutation(b -> settings.standIn().ifPresent(b::endpointOverride))
                  .build());
      SageMakerClient sageMaker =
          closing.add(
              SageMakerClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(http)
                  .overrideConfiguration(once.toBuilder().apiCallTimeout(DESCRIBE_TIMEOUT).build())
                  .applyMutation(b -> settings.endpointUrl().ifPresent(b::endpointOverride))
                  .build());
      String place = settings.standIn().map(url -> region.id() + " at " + url).orElse(region.id());
      return new SageMakerEndpoint(
          name, runtime, sageMaker, new EndpointErrors(name, place), closing);
    } catch (RuntimeException failure) {
      closing.close();
      throw failure;
    }
  }

  @Override
  public Answer invoke(
      byte[] body, @Nullable String contentType, @Nullable String accept, Duration timeout)
      throws IOException, InterruptedException {
    try {
      InvokeEndpointResponse response =
          runtime.invokeEndpoint(
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
      DescribeEndpointResponse endpoint = sageMaker.describeEndpoint(r -> r.endpointName(name));
      return new EndpointDescription(
          String.valueOf(endpoint.endpointStatusAsString()),
          Optional.ofNullable(endpoint.failureReason()),
          endpoint.asyncInferenceConfig() != null,
          isServerless(endpoint.productionVariants()));
    } catch (SdkException failure) {
      throw errors.notDescribed(failure);
    }
  }

  private static boolean isServerless(List<ProductionVariantSummary> variants) {
    return variants.stream().anyMatch(variant -> variant.currentServerlessConfig() != null);
  }

  @Override
  public void close() {
    closing.close();
  }
}
