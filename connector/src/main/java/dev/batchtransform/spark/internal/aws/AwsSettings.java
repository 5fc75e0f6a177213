package dev.batchtransform.spark.internal.aws;

import java.net.URI;
import java.util.Optional;

/**
 * Where and as whom SageMaker is called.
 *
 * @param region AWS region; empty for the one of AWS's default chain
 * @param endpointUrl another address of SageMaker's API; empty for AWS's own
 * @param roleArn role to assume with the credentials of AWS's default chain; empty to use these
 *     themselves
 * @param externalId external id that the role asks for
 */
public record AwsSettings(
    Optional<String> region,
    Optional<URI> endpointUrl,
    Optional<String> roleArn,
    Optional<String> externalId) {

  /** The same, in that region. */
  public AwsSettings in(String otherRegion) {
    return new AwsSettings(Optional.of(otherRegion), endpointUrl, roleArn, externalId);
  }

  /**
   * What stands in for AWS, and serves SageMaker's runtime and its logs too. A VPC endpoint of
   * SageMaker's API, like any other address of AWS, serves that API alone.
   */
  Optional<URI> standIn() {
    return endpointUrl.filter(
        url -> !url.getHost().matches(".*\\.(amazonaws\\.com(\\.cn)?|api\\.aws)"));
  }
}
