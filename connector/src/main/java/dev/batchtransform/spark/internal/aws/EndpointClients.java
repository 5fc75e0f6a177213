package dev.batchtransform.spark.internal.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/**
 * The SDK's clients for an endpoint: one calls it, the other looks it up. Requests are not repeated
 * by the SDK: who sends many has to slow all of them down when one is throttled.
 *
 * @param region what is called
 * @param place the region, and the address where it is not AWS's own, for messages
 */
record EndpointClients(
    SageMakerRuntimeClient runtime,
    SageMakerClient sageMaker,
    String region,
    String place,
    Closing closing) {

  /**
   * Connects.
   *
   * @param lookups how calls that look the endpoint up are repeated, and how long they may take
   */
  static EndpointClients connect(AwsSettings settings, ClientOverrideConfiguration lookups) {
    AwsAccess access = new AwsAccess("SageMaker");
    Region region = access.region(settings);
    Closing closing = new Closing();
    try {
      SdkHttpClient http = access.http(closing);
      AwsCredentialsProvider credentials = access.credentials(settings, region, http, closing);
      SageMakerRuntimeClient runtime =
          closing.add(
              SageMakerRuntimeClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(closing.add(new KeepAliveHttp(AwsAccess.CONNECT_TIMEOUT)))
                  .overrideConfiguration(AwsAccess.overrides(AwsRetryStrategy.doNotRetry()))
                  .applyMutation(b -> settings.standIn().ifPresent(b::endpointOverride))
                  .build());
      SageMakerClient sageMaker =
          closing.add(
              SageMakerClient.builder()
                  .region(region)
                  .credentialsProvider(credentials)
                  .httpClient(http)
                  .overrideConfiguration(lookups)
                  .applyMutation(b -> settings.endpointUrl().ifPresent(b::endpointOverride))
                  .build());
      String place = settings.standIn().map(url -> region.id() + " at " + url).orElse(region.id());
      return new EndpointClients(runtime, sageMaker, region.id(), place, closing);
    } catch (RuntimeException failure) {
      closing.close();
      throw failure;
    }
  }

  EndpointDescription describe(String name) {
    return EndpointDescription.of(sageMaker.describeEndpoint(r -> r.endpointName(name)));
  }
}
