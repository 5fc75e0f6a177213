package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformRequestRulesTest {

  private static List<String> problems(String... options) {
    return TransformRequestRules.problems(
        TransformRequest.of(Waves.wave(0, 1), Waves.options(options)));
  }

  @Test
  void theDefaultsBreakNoRule() {
    assertThat(problems()).isEmpty();
    assertThat(problems("join", "record")).isEmpty();
  }

  @Test
  void aMisspeltFieldIsToldWithTheNamesThatSageMakerKnows() {
    assertThat(problems("transformJob.ExperimentConfig", "{\"ExperimentNam\":\"a\"}"))
        .singleElement()
        .asString()
        .contains("'transformJob.ExperimentConfig.ExperimentNam'", "ExperimentName, RunName");
  }

  @Test
  void aFieldOfTheWrongTypeIsTold() {
    assertThat(
            problems(
                "transformJob.DataCaptureConfig",
                "{\"DestinationS3Uri\":\"s3://b/c\",\"GenerateInferenceId\":\"yes\"}"))
        .containsExactly(
            "Cannot use option 'transformJob.DataCaptureConfig.GenerateInferenceId' because it must"
                + " be true or false.");
  }

  @Test
  void dataCaptureNeedsAFolder() {
    assertThat(problems("transformJob.DataCaptureConfig", "{\"GenerateInferenceId\":true}"))
        .containsExactly(
            "Cannot use option 'transformJob.DataCaptureConfig' because it needs the field"
                + " DestinationS3Uri.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://bucket/captured", "bucket/captured", "s3://"})
  void dataCaptureGoesToS3InSageMakersOwnScheme(String uri) {
    assertThat(
            problems(
                "transformJob.DataCaptureConfig", "{\"DestinationS3Uri\":\"%s\"}".formatted(uri)))
        .singleElement()
        .asString()
        .contains("'transformJob.DataCaptureConfig.DestinationS3Uri'", "s3:// URI");
  }

  @Test
  void aKeyOfDataCaptureLooksLikeOne() {
    assertThat(
            problems(
                "transformJob.DataCaptureConfig",
                "{\"DestinationS3Uri\":\"s3://b/c\",\"KmsKeyId\":\"my key\"}"))
        .singleElement()
        .asString()
        .contains("KmsKeyId must be a KMS key id or ARN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "with space", "under_score"})
  void namesOfExperimentsAreSageMakersNames(String name) {
    assertThat(problems("transformJob.ExperimentConfig", "{\"TrialName\":\"%s\"}".formatted(name)))
        .singleElement()
        .asString()
        .contains("TrialName must be 1 to 120 letters, digits and hyphens");
  }

  @Test
  void aFolderWhoseUriIsTooLongIsToldAsTheStagingPath() {
    Path deep = new Path("s3a://bucket/" + "d".repeat(1000));
    Wave wave = new Wave("r", 0, RunLayout.of(deep, "2026-11-22", "r"), List.of());

    assertThat(TransformRequestRules.problems(TransformRequest.of(wave, Waves.options())))
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("'stagingPath'", "s3:// URI of at most 1024 characters"));
  }

  @Test
  void theConnectorsOwnTagCounts() {
    String[] fiftyTags =
        IntStream.range(0, 50)
            .boxed()
            .flatMap(i -> Stream.of("tag.key" + i, "value"))
            .toArray(String[]::new);

    assertThat(problems(fiftyTags))
        .containsExactly(
            "Cannot use option 'tag.<KEY>' because SageMaker takes 50 tags and with the connector's"
                + " own there are 51.");
  }

  @Test
  void aSizeThatAKnownFamilyDoesNotHaveIsToldWithTheSizesItHas() {
    assertThat(problems("instanceType", "ml.m5.xlrage"))
        .singleElement()
        .asString()
        .contains("'instanceType'", "ml.m5.xlarge", "ml.m5.24xlarge");
  }

  @Test
  void aFamilyNewerThanTheConnectorIsLetThrough() {
    assertThat(problems("instanceType", "ml.m99.xlarge")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ml.g4dn.xlarge",
        "ml.g5.xlarge",
        "ml.p4d.24xlarge",
        "ml.c5d.large",
        "ml.m5dn.large",
        "ml.r6id.large",
        "ml.trn1.2xlarge"
      })
  void instancesWithLocalDisksTakeNoVolumeKey(String type) {
    assertThat(problems("instanceType", type, "volumeKmsKeyId", "alias/volume"))
        .singleElement()
        .asString()
        .contains("'volumeKmsKeyId'", type, "leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ml.m5.xlarge", "ml.c5.xlarge", "ml.p3.2xlarge", "ml.inf2.xlarge"})
  void instancesWithoutLocalDisksTakeAVolumeKey(String type) {
    assertThat(problems("instanceType", type, "volumeKmsKeyId", "alias/volume")).isEmpty();
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(
            () ->
                TransformRequestRules.check(
                    TransformRequest.of(
                        Waves.wave(0, 1),
                        Waves.options(
                            "instanceType", "ml.m5.huge",
                            "transformJob.DataCaptureConfig", "{}"))))
        .withMessageContaining("'instanceType'")
        .withMessageContaining("'transformJob.DataCaptureConfig'");
  }
}
