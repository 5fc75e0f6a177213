package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.shape.ApiModels;
import dev.batchtransform.emulator.shape.ShapeValidator;
import dev.batchtransform.emulator.shape.TransformJobRules;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.model.TransformInstanceType;

/** Each constraint of a request, broken one at a time. */
class ConstraintsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static ObjectNode validRequest() throws IOException {
    return (ObjectNode)
        MAPPER.readTree(
            """
            {"TransformJobName": "nightly-1", "ModelName": "embedder",
             "TransformInput": {"DataSource": {"S3DataSource":
               {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in/"}}},
             "TransformOutput": {"S3OutputPath": "s3://bucket/out/"},
             "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2}}
            """);
  }

  private static ObjectNode with(String path, String value) throws IOException {
    ObjectNode request = validRequest();
    set(request, path, value);
    return request;
  }

  private static void set(ObjectNode request, String path, String value) throws IOException {
    ObjectNode parent = request;
    String[] names = path.split("\\.", -1);
    for (String name : Arrays.copyOf(names, names.length - 1)) {
      parent = parent.withObject("/" + name);
    }
    parent.set(names[names.length - 1], MAPPER.readTree(value));
  }

  private static void validate(JsonNode request) {
    ShapeValidator.validate(ApiModels.SAGEMAKER, "CreateTransformJobRequest", request);
  }

  private static String text(String unit, int times) {
    return "\"" + unit.repeat(times) + "\"";
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"Key\":\"k%d\",\"Value\":\"\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String environment(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"K%d\":\"v\"".formatted(i))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static Stream<Arguments> brokenConstraints() {
    String s3Uri = "TransformInput.DataSource.S3DataSource.S3Uri";
    return Stream.of(
        Arguments.of("TransformJobName", "\"a_b\"", "regular expression pattern"),
        Arguments.of("TransformJobName", "\"ends-\"", "regular expression pattern"),
        Arguments.of("TransformJobName", "\"\"", "greater than or equal to 1"),
        Arguments.of("TransformJobName", text("a", 64), "less than or equal to 63"),
        Arguments.of("TransformJobName", "null", "must not be null"),
        Arguments.of("ModelName", "\"-a\"", "regular expression pattern"),
        Arguments.of("ModelName", text("m", 64), "less than or equal to 63"),
        Arguments.of("MaxConcurrentTransforms", "-1", "greater than or equal to 0"),
        Arguments.of("MaxConcurrentTransforms", "101", "less than or equal to 100"),
        Arguments.of("MaxPayloadInMB", "-1", "greater than or equal to 0"),
        Arguments.of("MaxPayloadInMB", "101", "less than or equal to 100"),
        Arguments.of("ModelClientConfig.InvocationsTimeoutInSeconds", "0", "equal to 1"),
        Arguments.of("ModelClientConfig.InvocationsTimeoutInSeconds", "3601", "equal to 3600"),
        Arguments.of("ModelClientConfig.InvocationsMaxRetries", "4", "equal to 3"),
        Arguments.of("BatchStrategy", "\"MULTI_RECORD\"", "[MultiRecord, SingleRecord]"),
        Arguments.of("Environment", environment(17), "less than or equal to 16"),
        Arguments.of("Environment", "{\"1A\":\"v\"}", "Map keys must satisfy"),
        Arguments.of("Environment", "{\"A\":" + text("v", 10241) + "}", "Map value must satisfy"),
        Arguments.of(s3Uri, "\"s3a://bucket/in\"", "regular expression pattern"),
        Arguments.of(s3Uri, text("s3://b/aaaa", 100), "less than or equal to 1024"),
        Arguments.of("TransformInput.DataSource.S3DataSource.S3DataType", "\"Folder\"", "enum"),
        Arguments.of("TransformInput.ContentType", text("t", 257), "equal to 256"),
        Arguments.of("TransformInput.CompressionType", "\"Zstd\"", "[None, Gzip]"),
        Arguments.of("TransformInput.SplitType", "\"Record\"", "[None, Line, RecordIO, TFRecord]"),
        Arguments.of("TransformOutput.S3OutputPath", "\"/tmp/out\"", "regular expression"),
        Arguments.of("TransformOutput.S3OutputPath", "null", "must not be null"),
        Arguments.of("TransformOutput.Accept", text("t", 257), "equal to 256"),
        Arguments.of("TransformOutput.AssembleWith", "\"line\"", "[None, Line]"),
        Arguments.of("TransformOutput.KmsKeyId", "\"a key\"", "regular expression"),
        Arguments.of("TransformResources.InstanceType", "\"ml.t3.medium\"", "enum value set"),
        Arguments.of("TransformResources.InstanceType", "\"ml.t2.large\"", "enum value set"),
        Arguments.of("TransformResources.InstanceType", "\"m5.xlarge\"", "enum value set"),
        Arguments.of("TransformResources.InstanceCount", "0", "greater than or equal to 1"),
        Arguments.of("TransformResources.InstanceCount", "101", "less than or equal to 100"),
        Arguments.of("DataProcessing.InputFilter", text("$", 64), "less than or equal to 63"),
        Arguments.of("DataProcessing.OutputFilter", text("$", 64), "less than or equal to 63"),
        Arguments.of("DataProcessing.JoinSource", "\"Output\"", "[Input, None]"),
        Arguments.of("Tags", tags(51), "less than or equal to 50"),
        Arguments.of("Tags", "[{\"Key\":\"\",\"Value\":\"v\"}]", "equal to 1"),
        Arguments.of("Tags", "[{\"Key\":\"a;b\",\"Value\":\"v\"}]", "regular expression"),
        Arguments.of("Tags", "[{\"Key\":\"a\"}]", "must not be null"),
        Arguments.of("DataCaptureConfig", "{}", "must not be null"),
        Arguments.of("ExperimentConfig.TrialName", text("t", 121), "equal to 120"));
  }

  @ParameterizedTest
  @MethodSource
  void brokenConstraints(String path, String value, String constraint) throws IOException {
    ObjectNode request = with(path, value);

    assertThatThrownBy(() -> validate(request))
        .isInstanceOf(ShapeValidator.ViolationException.class)
        .hasMessageMatching("(?s)(1 validation error|2 validation errors) detected: Value .*")
        .hasMessageContaining("failed to satisfy constraint: ")
        .hasMessageContaining(constraint);
  }

  @Test
  void theMessageHasAwssShape() throws IOException {
    ObjectNode request = with("TransformJobName", "\"a_b\"");
    request.put("BatchStrategy", "Some");

    assertThatThrownBy(() -> validate(request))
        .hasMessage(
            "2 validation errors detected: Value 'a_b' at 'transformJobName' failed to satisfy"
                + " constraint: Member must satisfy regular expression pattern:"
                + " [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}; Value 'Some' at 'batchStrategy' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [MultiRecord,"
                + " SingleRecord]");
  }

  @Test
  void everyInstanceTypeThatTheSdkKnowsIsAccepted() throws IOException {
    for (TransformInstanceType type : TransformInstanceType.knownValues()) {
      validate(with("TransformResources.InstanceType", "\"" + type + "\""));
    }
  }

  @Test
  void anInstanceTypeThatIsYoungerThanTheModelIsAccepted() throws IOException {
    assertThatCode(() -> validate(with("TransformResources.InstanceType", "\"ml.z9gd.4xlarge\"")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TransformJobName=7",
        "MaxPayloadInMB=\"6\"",
        "MaxPayloadInMB=1.5",
        "TransformInput=[]",
        "Tags={}",
        "Environment.A=1",
        "DataCaptureConfig.GenerateInferenceId=\"yes\""
      })
  void aValueOfTheWrongTypeCannotBeRead(String broken) throws IOException {
    String[] pathAndValue = broken.split("=", 2);
    ObjectNode request = with(pathAndValue[0], pathAndValue[1]);
    if (request.has("DataCaptureConfig")) {
      request.withObject("/DataCaptureConfig").put("DestinationS3Uri", "s3://bucket/capture");
    }

    assertThatThrownBy(() -> validate(request))
        .isInstanceOf(ShapeValidator.WrongTypeException.class);
  }

  @Test
  void unknownMembersAreIgnored() throws IOException {
    ObjectNode request = with("NoSuchMember", "{\"a\":1}");

    assertThatCode(() -> validate(request)).doesNotThrowAnyException();
  }

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        Arguments.of(
            List.of("MaxConcurrentTransforms=11", "MaxPayloadInMB=10"), "cannot exceed 100 MB"),
        Arguments.of(
            List.of("TransformInput.DataSource.S3DataSource.S3DataType=\"AugmentedManifestFile\""),
            "S3Prefix or ManifestFile"),
        Arguments.of(List.of("DataProcessing.JoinSource=\"Input\""), "ContentType and Accept"),
        Arguments.of(
            List.of(
                "DataProcessing.InputFilter=\"$.a\"",
                "TransformInput.ContentType=\"text/csv\"",
                "TransformOutput.Accept=\"application/json\""),
            "ContentType and Accept"),
        Arguments.of(
            List.of(
                "DataProcessing.OutputFilter=\"$.a\"",
                "TransformInput.ContentType=\"application/json\"",
                "TransformInput.SplitType=\"Line\"",
                "TransformOutput.Accept=\"application/json\""),
            "AssembleWith to be equal to SplitType"),
        Arguments.of(
            List.of(
                "TransformResources.InstanceType=\"ml.g5.xlarge\"",
                "TransformResources.VolumeKmsKeyId=\"key\""),
            "local storage"));
  }

  @ParameterizedTest
  @MethodSource
  void brokenRules(List<String> members, String message) throws IOException {
    ObjectNode request = validRequest();
    for (String member : members) {
      String[] pathAndValue = member.split("=", 2);
      set(request, pathAndValue[0], pathAndValue[1]);
    }

    validate(request);
    assertThat(TransformJobRules.firstBroken(request))
        .hasValueSatisfying(broken -> assertThat(broken).contains(message));
  }

  @Test
  void whatMayGoTogetherBreaksNoRule() throws IOException {
    ObjectNode request = with("DataProcessing.InputFilter", "\"$\"");
    request.put("MaxConcurrentTransforms", 10).put("MaxPayloadInMB", 10);

    assertThat(TransformJobRules.firstBroken(request)).isEqualTo(Optional.empty());
  }
}
