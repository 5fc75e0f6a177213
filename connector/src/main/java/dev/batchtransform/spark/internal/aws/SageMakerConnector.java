package dev.batchtransform.spark.internal.aws;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;

/** Builds the SDK's clients of SageMaker. */
final class SageMakerConnector {

  /** A network without a way to the logs may not hold up a run for long. */
  private static final Duration LOG_TIMEOUT = Duration.ofSeconds(20);

  private SageMakerConnector() {}

  static TransformJobs connect(AwsSettings settings) {
    return connect(settings, RetryPace.normal());
  }

  static TransformJobs connect(AwsSettings settings, RetryPace pace) {
    AwsAccess access = new AwsAccess("SageMaker");
    Region region = access.region(settings);
    Closing closing = new Closing();
    try {
      SdkHttpClient http = access.http(closing);
      AwsCredentialsProvider credentials = access.credentials(settings, region, http, closing);
      SageMakerClientBuilder builder =
          SageMakerClient.builder()
              .region(region)
              .credentialsProvider(credentials)
              .httpClient(http)
              .applyMutation(b -> settings.endpointUrl().ifPresent(b::endpointOverride));
      SageMakerClient client =
          closing.add(builder.overrideConfiguration(AwsAccess.overrides(pace.standard())).build());
      SageMakerClient creating =
          closing.add(
              builder.overrideConfiguration(AwsAccess.overrides(pace.onlyRefused())).build());
      CloudWatchLogsClient logs =
          closing.add(
              CloudWatchLogsClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(http)
                  .overrideConfiguration(
                      AwsAccess.overrides(pace.standard()).toBuilder()
                          .apiCallTimeout(LOG_TIMEOUT)
                          .build())
                  .applyMutation(b -> settings.standIn().ifPresent(b::endpointOverride))
                  .build());
      AwsErrors errors = new AwsErrors(place(settings, region));
      return new SageMakerTransformJobs(
          client, creating, new DataLogReader(logs), region.id(), errors, closing);
    } catch (RuntimeException failure) {
      closing.close();
      throw failure;
    }
  }

  private static String place(AwsSettings settings, Region region) {
    return settings.endpointUrl().map(url -> region.id() + " at " + url).orElse(region.id());
  }
}
