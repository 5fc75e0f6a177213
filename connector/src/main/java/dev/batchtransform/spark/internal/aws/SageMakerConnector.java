package dev.batchtransform.spark.internal.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

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
    return access.connect(
        settings, access.region(settings), connection -> jobs(settings, pace, connection));
  }

  private static TransformJobs jobs(
      AwsSettings settings, RetryPace pace, AwsAccess.Connection connection) {
    Optional<URI> address = settings.endpointUrl();
    ClientOverrideConfiguration repeated = AwsAccess.overrides(pace.standard());
    CloudWatchLogsClient logs =
        connection.client(
            CloudWatchLogsClient.builder(),
            repeated.toBuilder().apiCallTimeout(LOG_TIMEOUT).build(),
            settings.standIn());
    return new SageMakerTransformJobs(
        connection.client(SageMakerClient.builder(), repeated, address),
        connection.client(
            SageMakerClient.builder(), AwsAccess.overrides(pace.onlyRefused()), address),
        new DataLogReader(logs),
        connection.region().id(),
        new AwsErrors(connection.place(address)),
        connection.closing());
  }
}
