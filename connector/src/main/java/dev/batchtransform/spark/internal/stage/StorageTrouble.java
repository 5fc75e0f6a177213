package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.internal.version.Documentation;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Why a place below the staging path cannot be reached, and what to do about it, in one line.
 * Hadoop's own words for a wrong bucket are long, and say of neither what helps.
 */
public final class StorageTrouble {
  private static final Pattern BUCKET =
      Pattern.compile("s3[an]?://(?:[^/@]*@)?([a-z0-9.-]+)", Pattern.CASE_INSENSITIVE);

  private StorageTrouble() {}

  /** Of a place that should be written. */
  public static String writing(Path place, IOException failure) {
    return sentence(place, failure, "write to");
  }

  /** Of a place that should be read. */
  public static String reading(Path place, IOException failure) {
    return sentence(place, failure, "read");
  }

  private static String sentence(Path place, IOException failure, String purpose) {
    return bucket(place)
        .flatMap(bucket -> ofBucket(bucket, failure))
        .orElseGet(
            () ->
                "Check that the option 'stagingPath' names a place this Spark application may "
                    + purpose
                    + ": "
                    + failure.getMessage());
  }

  private static Optional<String> ofBucket(String bucket, IOException failure) {
    if (says(failure, "NoSuchBucket") || says(failure, "UnknownStore")) {
      return Optional.of(
          "There is no bucket '%s'. Create it, or name another in the option 'stagingPath'."
              .formatted(bucket));
    }
    if (says(failure, "NoAuthWithAWS") || says(failure, "Unable to load credentials")) {
      return Optional.of(
          "This Spark application has no AWS credentials for the bucket '%s'. Give its machines a role, or run 'aws configure' or 'aws sso login' where it runs on yours; %s has the rights it needs."
              .formatted(bucket, Documentation.page("security.md")));
    }
    if (isDenied(failure)) {
      return Optional.of(
          "This Spark application may not use the bucket '%s': S3 denies it access. Allow its role or user s3:ListBucket there, and s3:GetObject, s3:PutObject and s3:DeleteObject below the staging path (%s has the policy), or name another place in the option 'stagingPath'."
              .formatted(bucket, Documentation.page("security.md")));
    }
    return Optional.empty();
  }

  private static boolean isDenied(IOException failure) {
    return failure instanceof AccessDeniedException
        || failure instanceof AccessControlException
        || says(failure, "AccessDenied")
        || says(failure, "Status Code: 403");
  }

  private static boolean says(IOException failure, String words) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each.toString().contains(words)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> bucket(Path place) {
    Matcher found = BUCKET.matcher(place.toString());
    return found.lookingAt()
        ? Optional.of(found.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
