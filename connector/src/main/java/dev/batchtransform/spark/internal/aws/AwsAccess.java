package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Finds region and credentials for the clients of a service, and makes them.
 *
 * @param service its name for people
 */
record AwsAccess(String service) {

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  /**
   * Where and as whom a service is called.
   *
   * @param closing has all that is open
   */
  record Connection(
      Region region, AwsCredentialsProvider credentials, SdkHttpClient http, Closing closing) {

    /** A client that is closed with the others. */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
        B builder, ClientOverrideConfiguration overrides, Optional<URI> address) {
      B configured =
          builder
              .region(region)
              .credentialsProvider(credentials)
              .httpClient(http)
              .overrideConfiguration(overrides);
      address.ifPresent(configured::endpointOverride);
      return closing.add(configured.build());
    }

    /** The same over another HTTP client, which is closed with the others. */
    Connection over(SdkHttpClient other) {
      return new Connection(region, credentials, closing.add(other), closing);
    }

    /** The region, and the address where it is not AWS's own, for messages. */
    String place(Optional<URI> address) {
      return address.map(url -> region.id() + " at " + url).orElse(region.id());
    }
  }

  /** Makes what calls the service. Where that fails, nothing stays open. */
  <T> T connect(AwsSettings settings, Region region, Function<Connection, T> make) {
    Closing closing = new Closing();
    try {
      SdkHttpClient http = http(closing);
      return make.apply(
          new Connection(region, credentials(settings, region, http, closing), http, closing));
    } catch (RuntimeException failure) {
      closing.close();
      throw failure;
    }
  }

  /** Named here: the SDK refuses to choose when the class path holds several HTTP clients. */
  private static SdkHttpClient http(Closing closing) {
    return closing.add(
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(ANSWER_TIMEOUT)
            .build());
  }

  Region region(AwsSettings settings) {
    if (settings.region().isPresent()) {
      return Region.of(settings.region().get());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException failure) {
      throw new AwsCallException(
          Kind.NO_REGION,
          "Cannot call "
              + service
              + " because no AWS region was found. Set the option 'region', such as"
              + " eu-west-1, or the driver's environment variable AWS_REGION.",
          failure);
    }
  }

  /** Looks the credentials up once, so that their absence is told before anything is staged. */
  private AwsCredentialsProvider credentials(
      AwsSettings settings, Region region, SdkHttpClient http, Closing closing) {
    AwsCredentialsProvider own = closing.add(DefaultCredentialsProvider.builder().build());
    try {
      own.resolveCredentials();
    } catch (SdkClientException failure) {
      throw new AwsCallException(
          Kind.NO_CREDENTIALS,
          "Cannot call "
              + service
              + " because no AWS credentials were found. "
              + AwsErrors.credentialsAdvice(failure),
          failure);
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
    } catch (SdkException failure) {
      throw new AwsErrors(region.id()).explain(failure, "sts:AssumeRole", "role '" + roleArn + "'");
    }
    return role;
  }

  static ClientOverrideConfiguration overrides(RetryStrategy retries) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(retries)
        .putAdvancedOption(
            SdkAdvancedClientOption.USER_AGENT_SUFFIX, "spark-batch-transform/" + version())
        .build();
  }

  private static String version() {
    String version = AwsAccess.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
