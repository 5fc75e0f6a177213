package dev.batchtransform.spark.internal.aws;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
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
    return access.connect(
        settings,
        access.region(settings),
        connection -> {
          SageMakerRuntimeClient runtime =
              connection
                  .over(new KeepAliveHttp(AwsAccess.CONNECT_TIMEOUT))
                  .client(
                      SageMakerRuntimeClient.builder(),
                      AwsAccess.overrides(AwsRetryStrategy.doNotRetry()),
                      settings.standIn());
          SageMakerClient sageMaker =
              connection.client(SageMakerClient.builder(), lookups, settings.endpointUrl());
          return new EndpointClients(
              runtime,
              sageMaker,
              connection.region().id(),
              connection.place(settings.standIn()),
              connection.closing());
        });
  }

  EndpointDescription describe(String name) {
    return EndpointDescription.of(sageMaker.describeEndpoint(r -> r.endpointName(name)));
  }
}
