package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.AsyncEndpointDescription.Answers;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;

/** {@link AsyncEndpoint} through the AWS SDK. */
final class SageMakerAsyncEndpoint implements AsyncEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(SageMakerAsyncEndpoint.class);

  private final String name;
  private final String region;
  private final SageMakerRuntimeClient runtime;
  private final SageMakerClient sageMaker;
  private final AwsErrors errors;
  private final Closing closing;

  private SageMakerAsyncEndpoint(
      String name,
      String region,
      SageMakerRuntimeClient runtime,
      SageMakerClient sageMaker,
      AwsErrors errors,
      Closing closing) {
    this.name = name;
    this.region = region;
    this.runtime = runtime;
    this.sageMaker = sageMaker;
    this.errors = errors;
    this.closing = closing;
  }

  static AsyncEndpoint connect(AwsSettings settings, String name) {
    AwsAccess access = new AwsAccess("SageMaker");
    Region region = access.region(settings);
    Closing closing = new Closing();
    try {
      SdkHttpClient http = access.http(closing);
      AwsCredentialsProvider credentials = access.credentials(settings, region, http, closing);
      // Who sends many requests has to slow all of them down when one is throttled.
      SageMakerRuntimeClient runtime =
          closing.add(
              SageMakerRuntimeClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(http)
                  .overrideConfiguration(AwsAccess.overrides(AwsRetryStrategy.doNotRetry()))
                  .applyMutation(b -> settings.standIn().ifPresent(b::endpointOverride))
                  .build());
      SageMakerClient sageMaker =
          closing.add(
              SageMakerClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(http)
                  .overrideConfiguration(AwsAccess.overrides(RetryPace.normal().standard()))
                  .applyMutation(b -> settings.endpointUrl().ifPresent(b::endpointOverride))
                  .build());
      String place = settings.standIn().map(url -> region.id() + " at " + url).orElse(region.id());
      return new SageMakerAsyncEndpoint(
          name, region.id(), runtime, sageMaker, new AwsErrors(place), closing);
    } catch (RuntimeException failure) {
      closing.close();
      throw failure;
    }
  }

  @Override
  public Accepted invoke(Request request) {
    return call(
        "sagemaker:InvokeEndpointAsync",
        () -> {
          InvokeEndpointAsyncResponse response =
              runtime.invokeEndpointAsync(
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
  public AsyncEndpointDescription describe() {
    DescribeEndpointResponse endpoint =
        call(
            "sagemaker:DescribeEndpoint",
            () -> sageMaker.describeEndpoint(r -> r.endpointName(name)));
    return new AsyncEndpointDescription(
        String.valueOf(endpoint.endpointStatusAsString()),
        Optional.ofNullable(endpoint.failureReason()),
        Optional.ofNullable(endpoint.creationTime()),
        String.valueOf(endpoint.endpointConfigName()),
        answers(endpoint),
        instances(endpoint.productionVariants()));
  }

  /** What DescribeEndpoint does not say is looked up in the configuration. */
  private Answers answers(DescribeEndpointResponse endpoint) {
    if (endpoint.asyncInferenceConfig() != null || endpoint.endpointConfigName() == null) {
      return answers(endpoint.asyncInferenceConfig());
    }
    try {
      return answers(
          call(
              "sagemaker:DescribeEndpointConfig",
              () ->
                  sageMaker
                      .describeEndpointConfig(
                          r -> r.endpointConfigName(endpoint.endpointConfigName()))
                      .asyncInferenceConfig()));
    } catch (AwsCallException failure) {
      if (failure.kind() == Kind.ACCESS_DENIED || failure.kind() == Kind.NOT_FOUND) {
        LOG.debug("How endpoint '{}' answers is not checked: {}", name, failure.getMessage());
        return Answers.UNKNOWN;
      }
      throw failure;
    }
  }

  private static Answers answers(@Nullable AsyncInferenceConfig config) {
    if (config == null) {
      return Answers.AT_ONCE;
    }
    return config.outputConfig() == null || config.outputConfig().s3FailurePath() == null
        ? Answers.WITHOUT_FAILURES
        : Answers.WITH_FAILURES;
  }

  private static OptionalInt instances(List<ProductionVariantSummary> variants) {
    return variants.stream()
        .map(ProductionVariantSummary::currentInstanceCount)
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .reduce(Integer::sum);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public void close() {
    closing.close();
  }

  private <T> T call(String action, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw errors.explain(failure, action, "endpoint '" + name + "'");
    }
  }
}
