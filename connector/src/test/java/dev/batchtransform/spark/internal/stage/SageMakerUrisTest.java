package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SageMakerUrisTest {

  @ParameterizedTest
  @ValueSource(strings = {"s3", "s3a", "s3n", "S3A"})
  void everyS3SchemeOfHadoopBecomesSageMakersOwn(String scheme) {
    assertThat(SageMakerUris.of(new Path(scheme + "://bucket/a/b.json")))
        .isEqualTo("s3://bucket/a/b.json");
  }

  @Test
  void aKeyIsNotPercentEncoded() {
    assertThat(SageMakerUris.of(new Path("s3a://bucket/dt=2026-11-22/größe und %20")))
        .isEqualTo("s3://bucket/dt=2026-11-22/größe und %20");
  }

  @Test
  void aFolderEndsWithOneSlash() {
    assertThat(SageMakerUris.ofFolder(new Path("s3a://bucket/output/0")))
        .isEqualTo("s3://bucket/output/0/");
    assertThat(SageMakerUris.ofFolder(new Path("s3a://bucket/"))).isEqualTo("s3://bucket/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///tmp/x", "hdfs://host/x", "/tmp/x", "abfss://c@a/x", "s3a:///x"})
  void pathsOutsideS3AreRefusedWithWhatToDo(String path) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> SageMakerUris.of(new Path(path)))
        .withMessageContaining("not in S3")
        .withMessageContaining("'stagingPath'")
        .withMessageContaining("'executor'");
  }

  @Test
  void credentialsInAPathAreRefusedAndNotShown() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> SageMakerUris.of(new Path("s3a://key:secret@bucket/x")))
        .withMessageContaining("fs.s3a.*")
        .withMessageNotContaining("secret");
  }
}
