package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.spark.internal.aws.AwsSettings;
import dev.batchtransform.spark.internal.aws.ModelEndpoint;
import dev.batchtransform.spark.internal.executor.AwsOptions;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.io.Serializable;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of SageMaker and how it is called, in a form that travels to tasks. Credentials do
 * not travel: each process finds its own, and assumes the role by itself.
 *
 * @param name the endpoint
 * @param region where it is, as the driver knows it: an executor may have another default
 * @param endpointUrl the option of that name
 * @param roleArn the option of that name
 * @param externalId the option of that name
 */
record EndpointSpec(
    String name,
    String region,
    @Nullable String endpointUrl,
    @Nullable String roleArn,
    @Nullable String externalId)
    implements Serializable {

  private static final String PREFIX = "endpoint:";

  /**
   * The endpoint that the option {@code localModel} names; empty when that is another kind of
   * model.
   *
   * @throws dev.batchtransform.spark.exceptions.AwsCallException when no region is given or found
   */
  static Optional<EndpointSpec> of(TransformOptions options) {
    String localModel = options.get(OptionTable.LOCAL_MODEL);
    if (!localModel.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return Optional.of(
        new EndpointSpec(
            localModel.substring(PREFIX.length()),
            ModelEndpoint.region(AwsOptions.settings(options)),
            options.find(OptionTable.ENDPOINT_URL).orElse(null),
            options.find(OptionTable.ROLE_ARN).orElse(null),
            options.find(OptionTable.EXTERNAL_ID).orElse(null)));
  }

  ModelEndpoint connect() {
    AwsSettings settings =
        new AwsSettings(
            Optional.of(region),
            Optional.ofNullable(endpointUrl).map(URI::create),
            Optional.ofNullable(roleArn),
            Optional.ofNullable(externalId));
    return ModelEndpoint.connect(settings, name);
  }

  /** What people know it by. */
  @Override
  public String toString() {
    return "endpoint '%s' in %s".formatted(name, region);
  }
}
