package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** A staging path that cannot be used is told in one line that names the bucket and the cure. */
class StorageTroubleTest {
  private static final Path PLACE = new Path("s3a://some-bucket/scoring/_claims");

  @Test
  void aBucketThatDoesNotExistIsNamed() {
    assertThat(
            StorageTrouble.writing(
                PLACE,
                new IOException(
                    "getFileStatus on s3a://some-bucket/scoring: AmazonS3Exception: The specified"
                        + " bucket does not exist (Error Code: NoSuchBucket)\n  at a.b.C(D.java:1)")))
        .isEqualTo(
            "There is no bucket 'some-bucket'. Create it, or name another in the option 'stagingPath'.");
  }

  @Test
  void aBucketThatMayNotBeUsedIsNamedWithTheRightsThatAreNeeded() {
    assertThat(
            StorageTrouble.reading(
                PLACE,
                new AccessDeniedException("s3a://some-bucket/scoring", null, "getFileStatus: 403")))
        .startsWith("This Spark application may not use the bucket 'some-bucket'")
        .contains("s3:ListBucket", "s3:PutObject", "security.md")
        .doesNotContain("\n");
  }

  @Test
  void whoHasNoCredentialsIsToldSo() {
    AccessDeniedException denied = new AccessDeniedException("s3a://some-bucket/scoring");
    denied.initCause(
        new IOException(
            "org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException: No AWS Credentials"));

    assertThat(StorageTrouble.reading(PLACE, denied))
        .startsWith("This Spark application has no AWS credentials for the bucket 'some-bucket'");
  }

  @Test
  void whatElseGoesWrongIsToldInItsOwnWords() {
    assertThat(StorageTrouble.reading(PLACE, new FileNotFoundException("it is gone")))
        .isEqualTo(
            "Check that the option 'stagingPath' names a place this Spark application may read: it is gone");
    assertThat(
            StorageTrouble.writing(
                new Path("file:/data"), new AccessDeniedException("/data/_claims")))
        .contains("may write to: /data/_claims");
  }
}
