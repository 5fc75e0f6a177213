package dev.batchtransform.spark.internal.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What SageMaker says when a quota of the account does not suffice. */
public final class ServiceQuota {

  /** Such as "is 4 Instances, with current utilization of 3 Instances and a request delta of 2". */
  private static final Pattern FIGURES =
      Pattern.compile(
          "is (\\d{1,9}) [^,]*, with current utilization of (\\d{1,9}) .* request delta of (\\d{1,9})");

  private ServiceQuota() {}

  /**
   * Whether the quota would suffice, were it not used by what runs now: then waiting helps. A quota
   * that is smaller than what was asked for stays so.
   */
  public static boolean isOnlyInUse(String message) {
    Matcher figures = FIGURES.matcher(message);
    return figures.find()
        && Integer.parseInt(figures.group(2)) > 0
        && Integer.parseInt(figures.group(3)) <= Integer.parseInt(figures.group(1));
  }
}
