package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionFamilyTest {

  @Test
  void membersAreReadByTheirFreePartWhoseCaseIsKept() {
    TransformOptions options =
        TransformOptions.parse(
            Map.of(
                "ENV.Model_Dir", "/opt/x",
                "env.model_dir", "/opt/y",
                "tag.cost.Center", "a b",
                "Price.ML.M5.XLarge", "0.23"));

    assertThat(options.environment())
        .isEqualTo(Map.of("Model_Dir", "/opt/x", "model_dir", "/opt/y"));
    assertThat(options.tags()).isEqualTo(Map.of("cost.Center", "a b"));
    assertThat(options.prices()).isEqualTo(Map.of("ml.m5.xlarge", 0.23));
    assertThat(options.transformJobFields()).isEmpty();
  }

  @Test
  void environmentAndTagsMayHoldAnEmptyValue() {
    assertThatCode(() -> parse("env.FLAG", "")).doesNotThrowAnyException();
    assertThatCode(() -> parse("tag.flag", "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env.",
        "env.1A",
        "env.A-B",
        "env.A B",
        "tag.",
        "tag.a#b",
        "tag.aws:x",
        "tag.AWS:x",
        "price.",
        "price.m5.xlarge",
        "price.ml.t2.medium",
        "transformJob."
      })
  void aFreePartThatSageMakerWouldNotTakeIsRefused(String name) {
    assertThatThrownBy(() -> parse(name, "1"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void aValueThatSageMakerWouldNotTakeIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> parse("env.A", "v".repeat(10_241)))
        .hasMessage(
            "Cannot use option 'env.A' because its value must be at most 10240 characters long.");
    assertThatThrownBy(() -> parse("tag.a", "v".repeat(257)))
        .hasMessageContaining("'tag.a'")
        .hasMessageContaining("256");
    assertThatThrownBy(() -> parse("env." + "A".repeat(1025), "v"))
        .isInstanceOf(InvalidOptionException.class);
    assertThatThrownBy(() -> parse("tag." + "a".repeat(129), "v"))
        .isInstanceOf(InvalidOptionException.class);
    assertThatThrownBy(() -> parse("price.ml.m5.xlarge", "free"))
        .hasMessageContaining("a number greater than 0");
    assertThatThrownBy(() -> parse("price.ml.m5.xlarge", "0"))
        .hasMessageContaining("a number greater than 0");
  }

  @Test
  void noMoreMembersAreTakenThanSageMakerTakes() {
    assertThatCode(() -> many("env.V", 16)).doesNotThrowAnyException();
    assertThatThrownBy(() -> many("env.V", 17)).hasMessageContaining("at most 16 of them: 17");
    assertThatCode(() -> many("tag.v", 50)).doesNotThrowAnyException();
    assertThatThrownBy(() -> many("tag.v", 51)).hasMessageContaining("at most 50 of them: 51");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DataCaptureConfig|{\"DestinationS3Uri\": \"s3://b/x\"}|{\"DestinationS3Uri\":\"s3://b/x\"}",
        "ExperimentConfig|{}|{}",
        "TransformResources.TransformAmiVersion|al2-ami-sagemaker-batch-gpu-535|\"al2-ami-sagemaker-batch-gpu-535\"",
        "DataProcessing.InputFilter|\"$.features\"|\"$.features\"",
        "DataProcessing.OutputFilter|$.score|\"$.score\""
      })
  void aFieldThatNoOptionSetsIsPassedOnAsJson(String field, String value, String json) {
    assertThat(parse("transformJob." + field, value).transformJobFields())
        .isEqualTo(Map.of(field, json));
  }

  @Test
  void aFieldIsFoundWithoutRegardToCase() {
    assertThat(parse("transformjob.experimentconfig", "{}").asMap())
        .isEqualTo(Map.of("transformJob.ExperimentConfig", "{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "TransformJobName, runId",
    "ModelName, model",
    "modelname, model",
    "Environment, env.<NAME>",
    "Environment.A, env.<NAME>",
    "Tags, tag.<KEY>",
    "MaxPayloadInMB, maxPayloadInMB",
    "MaxConcurrentTransforms, maxConcurrentTransforms",
    "BatchStrategy, batchStrategy",
    "ModelClientConfig, invocationsTimeoutSeconds",
    "ModelClientConfig.InvocationsMaxRetries, invocationsMaxRetries",
    "TransformInput, contentType",
    "TransformInput.SplitType, contentType",
    "TransformOutput, stagingPath",
    "TransformOutput.KmsKeyId, kmsKeyId",
    "TransformOutput.Accept, accept",
    "TransformResources, instanceType",
    "TransformResources.InstanceCount, instanceCount",
    "TransformResources.VolumeKmsKeyId, volumeKmsKeyId",
    "DataProcessing, join",
    "DataProcessing.JoinSource, join"
  })
  void aFieldThatAnOptionSetsIsRefusedWithThatOption(String field, String option) {
    assertThatThrownBy(() -> parse("transformJob." + field, "x"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("the connector sets this field itself")
        .hasMessageContaining("'" + option + "'");
  }

  @Test
  void anUnknownFieldIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> parse("transformJob.ExperimentConf", "{}"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'transformJob.ExperimentConfig'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ExperimentConfig|{\"A\":|not valid JSON",
        "ExperimentConfig|word|must be a JSON object",
        "DataCaptureConfig|[1]|must be a JSON object",
        "DataCaptureConfig|{\"A\": hidden}|not valid JSON",
        "DataCaptureConfig|{} {}|not valid JSON",
        "DataProcessing.InputFilter|17|must be text of up to 63 characters",
        "TransformResources.TransformAmiVersion|a_b|must be 1 to 63 letters, digits and hyphens"
      })
  void aValueOfTheWrongShapeIsRefused(String field, String value, String message) {
    assertThatThrownBy(() -> parse("transformJob." + field, value))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'transformJob." + field + "'")
        .hasMessageContaining(message)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aFilterHasAtMost63Characters() {
    String filter = "$." + "a".repeat(61);
    assertThatCode(() -> parse("transformJob.DataProcessing.InputFilter", filter))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> parse("transformJob.DataProcessing.InputFilter", filter + "a"))
        .isInstanceOf(InvalidOptionException.class);
  }

  private static TransformOptions many(String prefix, int count) {
    return TransformOptions.parse(
        IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> prefix + i, i -> "x")));
  }

  private static TransformOptions parse(String name, String value) {
    return TransformOptions.parse(Map.of(name, value));
  }
}
