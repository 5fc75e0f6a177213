package dev.batchtransform.emulator.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object or a key prefix in S3.
 *
 * @param bucket the bucket's name
 * @param key the key without a leading slash; may be empty
 */
public record S3Location(String bucket, String key) {

  private static final Pattern URI = Pattern.compile("s3://([^/]+)/?(.*)");

  /**
   * Reads {@code s3://bucket/key}. The key is taken literally: nothing in it is decoded.
   *
   * @throws IllegalArgumentException when it is no such URI
   */
  public static S3Location parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Cannot use the S3 URI '" + uri + "' because it does not start with s3://.");
    }
    return new S3Location(matcher.group(1), matcher.group(2));
  }

  /** The object whose key is this key, made to end in a slash, and then {@code relative}. */
  public S3Location below(String relative) {
    String folder = key.isEmpty() || key.endsWith("/") ? key : key + "/";
    return new S3Location(bucket, folder + relative);
  }

  /**
   * What remains of an object's key after this prefix, as a transform job names its output: nothing
   * of the prefix's folders, but the whole last name when the prefix ends within it.
   */
  public String relativize(S3Location object) {
    String rest = object.key().substring(key.length());
    if (rest.startsWith("/")) {
      return rest.substring(1);
    }
    return object.key().substring(key.lastIndexOf('/') + 1);
  }

  /** Bucket and key as a job's data log shows them. */
  public String display() {
    return bucket + "/" + key;
  }

  @Override
  public String toString() {
    return "s3://" + display();
  }
}
