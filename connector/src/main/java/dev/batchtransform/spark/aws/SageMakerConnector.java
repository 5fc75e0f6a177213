package dev.batchtransform.spark.aws;

import dev.batchtransform.spark.aws.AwsCallException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Finds region and credentials and builds the SDK's clients. */
final class SageMakerConnector {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  /** A network without a way to the logs may not hold up a run for long. */
  private static final Duration LOG_TIMEOUT = Duration.ofSeconds(20);

  private SageMakerConnector() {}

  static TransformJobs connect(AwsSettings settings) {
    return connect(settings, RetryPace.normal());
  }

  static TransformJobs connect(AwsSettings settings, RetryPace pace) {
    Region region = region(settings);
    Closing closing = new Closing();
    try {
      // Named here: the SDK refuses to choose when the class path holds several HTTP clients.
      SdkHttpClient http =
          closing.add(
              UrlConnectionHttpClient.builder()
                  .connectionTimeout(CONNECT_TIMEOUT)
                  .socketTimeout(ANSWER_TIMEOUT)
                  .build());
      AwsCredentialsProvider credentials = credentials(settings, region, http, closing);
      SageMakerClientBuilder builder =
          SageMakerClient.builder()
              .region(region)
              .credentialsProvider(credentials)
              .httpClient(http)
              .applyMutation(b -> settings.endpointUrl().ifPresent(b::endpointOverride));
      SageMakerClient client =
          closing.add(builder.overrideConfiguration(overrides(pace.standard())).build());
      SageMakerClient creating =
          closing.add(builder.overrideConfiguration(overrides(pace.onlyRefused())).build());
      CloudWatchLogsClient logs =
          closing.add(
              CloudWatchLogsClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(http)
                  .overrideConfiguration(
                      overrides(pace.standard()).toBuilder().apiCallTimeout(LOG_TIMEOUT).build())
                  .applyMutation(b -> emulated(settings).ifPresent(b::endpointOverride))
                  .build());
      AwsErrors errors = new AwsErrors(place(settings, region));
      return new SageMakerTransformJobs(
          client, creating, new DataLogReader(logs), region.id(), errors, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /** What stands in for SageMaker serves its logs too; a VPC endpoint of SageMaker does not. */
  private static Optional<URI> emulated(AwsSettings settings) {
    return settings
        .endpointUrl()
        .filter(url -> !url.getHost().matches(".*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)"));
  }

  private static Region region(AwsSettings settings) {
    if (settings.region().isPresent()) {
      return Region.of(settings.region().get());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new AwsCallException(
          Kind.NO_REGION,
          "Cannot call SageMaker because no AWS region was found. Set the option 'region', such as"
              + " eu-west-1, or the driver's environment variable AWS_REGION.",
          e);
    }
  }

  /** Looks the credentials up once, so that their absence is told before anything is staged. */
  private static AwsCredentialsProvider credentials(
      AwsSettings settings, Region region, SdkHttpClient http, Closing closing) {
    AwsCredentialsProvider own = closing.add(DefaultCredentialsProvider.builder().build());
    try {
      own.resolveCredentials();
    } catch (SdkClientException e) {
      throw new AwsCallException(
          Kind.NO_CREDENTIALS,
          "Cannot call SageMaker because no AWS credentials were found. Give the driver an instance"
              + " role, a profile, or the environment variables AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY.",
          e);
    }
    Optional<String> roleArn = settings.roleArn();
    return roleArn.isEmpty() ? own : assumed(roleArn.get(), settings, own, region, http, closing);
  }

  private static AwsCredentialsProvider assumed(
      String roleArn,
      AwsSettings settings,
      AwsCredentialsProvider own,
      Region region,
      SdkHttpClient http,
      Closing closing) {
    StsClient sts =
        closing.add(
            StsClient.builder()
                .region(region)
                .credentialsProvider(own)
                .httpClient(http)
                .overrideConfiguration(overrides(RetryPace.normal().standard()))
                .build());
    StsAssumeRoleCredentialsProvider role =
        closing.add(
            StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(
                    request ->
                        request
                            .roleArn(roleArn)
                            .externalId(settings.externalId().orElse(null))
                            .roleSessionName("spark-batch-transform"))
                .build());
    try {
      role.resolveCredentials();
    } catch (SdkException e) {
      throw new AwsErrors(region.id()).explain(e, "sts:AssumeRole", "role '" + roleArn + "'");
    }
    return role;
  }

  private static ClientOverrideConfiguration overrides(RetryStrategy retries) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(retries)
        .putAdvancedOption(
            SdkAdvancedClientOption.USER_AGENT_SUFFIX, "spark-batch-transform/" + version())
        .build();
  }

  private static String version() {
    String version = SageMakerConnector.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  private static String place(AwsSettings settings, Region region) {
    return settings.endpointUrl().map(url -> region.id() + " at " + url).orElse(region.id());
  }

  /** What to close, last opened first. */
  static final class Closing implements AutoCloseable {
    private final ArrayDeque<SdkAutoCloseable> open = new ArrayDeque<>();

    <T> T add(T resource) {
      if (resource instanceof SdkAutoCloseable closeable) {
        open.push(closeable);
      }
      return resource;
    }

    @Override
    public void close() {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
  }
}
