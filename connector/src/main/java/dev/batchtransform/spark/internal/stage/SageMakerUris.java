package dev.batchtransform.spark.internal.stage;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** Hadoop paths as SageMaker wants them: {@code s3://bucket/key}, whatever the scheme in Hadoop. */
public final class SageMakerUris {

  private static final Set<String> S3_SCHEMES = Set.of("s3", "s3a", "s3n");

  private SageMakerUris() {}

  /**
   * The path as an {@code s3://} URI. Its key is not percent-encoded, since S3 keys are not.
   *
   * @throws InvalidOptionException when the path is not in S3
   */
  public static String of(Path path) {
    URI uri = path.toUri();
    String bucket = uri.getAuthority();
    if (!isS3(path) || bucket == null) {
      throw new InvalidOptionException(
          "Cannot use '%s' with SageMaker because it is not in S3. Set the option 'stagingPath' to a folder such as s3a://bucket/scoring, or the option 'executor' to local."
              .formatted(path));
    }
    if (bucket.indexOf('@') >= 0) {
      throw new InvalidOptionException(
          "Cannot use the staging path because its bucket name contains '@'. Give S3 credentials"
              + " through Hadoop's configuration (fs.s3a.*) and not in the path.");
    }
    return "s3://" + bucket + uri.getPath();
  }

  /** Whether the path is in S3, under whichever of Hadoop's schemes. */
  public static boolean isS3(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme != null && S3_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
  }

  /** The same object, reached as {@code other} is where both are in S3. */
  public static Path inSchemeOf(Path other, Path path) {
    if (!isS3(other) || !isS3(path)) {
      return path;
    }
    URI uri = path.toUri();
    return new Path(other.toUri().getScheme(), uri.getAuthority(), uri.getPath());
  }

  /** The folder as an {@code s3://} URI that ends with a slash. */
  public static String ofFolder(Path folder) {
    String uri = of(folder);
    return uri.endsWith("/") ? uri : uri + "/";
  }
}
