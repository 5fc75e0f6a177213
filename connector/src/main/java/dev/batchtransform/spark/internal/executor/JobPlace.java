package dev.batchtransform.spark.internal.executor;

import java.util.Optional;

/**
 * Where a SageMaker job lives. Its name means nothing anywhere else.
 *
 * @param region AWS region
 * @param account AWS account
 */
public record JobPlace(String region, String account) {

  private static final int FIELDS = 6;

  /** The place that an ARN names; empty when it is none. */
  public static Optional<JobPlace> ofArn(String arn) {
    String[] fields = arn.split(":", FIELDS);
    return fields.length == FIELDS && !fields[3].isEmpty() && !fields[4].isEmpty()
        ? Optional.of(new JobPlace(fields[3], fields[4]))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "region " + region + ", account " + account;
  }
}
