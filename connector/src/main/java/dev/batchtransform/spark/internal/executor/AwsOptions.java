package dev.batchtransform.spark.internal.executor;

import dev.batchtransform.spark.internal.aws.AwsSettings;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.net.URI;

/** What the options say of AWS. */
public final class AwsOptions {
  private AwsOptions() {}

  /** Where and as whom SageMaker is called. */
  public static AwsSettings settings(TransformOptions options) {
    return new AwsSettings(
        options.find(OptionTable.REGION),
        options.find(OptionTable.ENDPOINT_URL).map(URI::create),
        options.find(OptionTable.ROLE_ARN),
        options.find(OptionTable.EXTERNAL_ID));
  }
}
