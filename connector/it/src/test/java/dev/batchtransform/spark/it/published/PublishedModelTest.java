package dev.batchtransform.spark.it.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.shape.ApiModels;
import dev.batchtransform.emulator.shape.Scalar;
import dev.batchtransform.emulator.shape.Shape;
import dev.batchtransform.emulator.shape.ShapeValidator;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.batch.TransformRequest;
import dev.batchtransform.spark.internal.executor.batch.TransformRequestRules;
import dev.batchtransform.spark.internal.options.OptionFamily;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the connector says of a CreateTransformJob request, and what AWS's API model says of it. */
class PublishedModelTest {

  private static final String REQUEST = ApiModels.SAGEMAKER.operation("CreateTransformJob").input();

  private static final Wave WAVE =
      new Wave(
          "nightly",
          0,
          RunLayout.of(new Path("s3a://bucket/scoring"), "2026-11-22", "nightly"),
          List.of(new StagedFile("part-0", 10, 10, 100, 0)));

  private static final ObjectNode DEFAULTS = request(Map.of());

  private static Map<String, String> with(Map<String, String> options) {
    Map<String, String> all = new HashMap<>();
    all.put("stagingPath", "s3a://bucket/scoring");
    all.put("model", "embedder");
    all.putAll(options);
    return all;
  }

  private static ObjectNode request(Map<String, String> options) {
    return TransformRequest.of(WAVE, TransformOptions.parse(with(options)));
  }

  /** Whether the connector would send the request, which must then be one that AWS takes. */
  private static boolean isTakenByTheConnector(Map<String, String> options) {
    ObjectNode request;
    try {
      request = request(options);
    } catch (InvalidOptionException failure) {
      return false;
    }
    boolean taken = TransformRequestRules.problems(request).isEmpty();
    if (taken) {
      assertThatCode(() -> ShapeValidator.validate(ApiModels.SAGEMAKER, REQUEST, request))
          .as("%s", options)
          .doesNotThrowAnyException();
    }
    return taken;
  }

  private static boolean isTakenByAws(RequestField field, String text) {
    ObjectNode request = DEFAULTS.deepCopy();
    field.set().accept(request, text);
    try {
      ShapeValidator.validate(ApiModels.SAGEMAKER, REQUEST, request);
      return true;
    } catch (ShapeValidator.ViolationException failure) {
      return false;
    }
  }

  static Stream<RequestField> theConnectorTakesWhatAwsTakes() {
    return Stream.concat(ofOptions(), passedThrough());
  }

  private static Stream<RequestField> ofOptions() {
    return Stream.of(
        RequestField.text("model", "ModelName", "ModelName"),
        RequestField.number(
            "instanceCount", "TransformResources.InstanceCount", "TransformInstanceCount"),
        // 0 asks the container, as leaving the option out does.
        RequestField.number(
                "maxConcurrentTransforms", "MaxConcurrentTransforms", "MaxConcurrentTransforms")
            .beside("maxPayloadInMB", "1")
            .but("0"::equals),
        // 0 is chunked encoding, under which records could no longer be told to be too large.
        RequestField.number("maxPayloadInMB", "MaxPayloadInMB", "MaxPayloadInMB").but("0"::equals),
        RequestField.number(
            "invocationsTimeoutSeconds",
            "ModelClientConfig.InvocationsTimeoutInSeconds",
            "InvocationsTimeoutInSeconds"),
        RequestField.number(
            "invocationsMaxRetries",
            "ModelClientConfig.InvocationsMaxRetries",
            "InvocationsMaxRetries"),
        RequestField.text("contentType", "TransformInput.ContentType", "ContentType")
            .but(PublishedModelTest::isNoHeader),
        RequestField.text("accept", "TransformOutput.Accept", "Accept")
            .but(PublishedModelTest::isNoHeader),
        RequestField.text("kmsKeyId", "TransformOutput.KmsKeyId", "KmsKeyId").but(String::isEmpty),
        RequestField.text("volumeKmsKeyId", "TransformResources.VolumeKmsKeyId", "KmsKeyId")
            .but(String::isEmpty),
        RequestField.text("env.<NAME>", "", "TransformEnvironmentKey")
            .given(text -> Map.of("env." + text, "v"))
            .setting((request, text) -> request.putObject("Environment").put(text, "v")),
        RequestField.text("env.NAME", "Environment.NAME", "TransformEnvironmentValue"),
        RequestField.text("tag.<KEY>", "", "TagKey")
            .given(text -> Map.of("tag." + text, "v"))
            .setting((request, text) -> tag(request, text, "v")),
        RequestField.text("tag.key", "", "TagValue")
            .setting((request, text) -> tag(request, "key", text)));
  }

  private static Stream<RequestField> passedThrough() {
    String capture = "transformJob.DataCaptureConfig";
    Stream<RequestField> others =
        Stream.of(
            // JSON paths have one line, and an empty one is none.
            RequestField.passed("DataProcessing.InputFilter", "JsonPath")
                .but(text -> !text.matches(".+")),
            RequestField.passed("DataProcessing.OutputFilter", "JsonPath")
                .but(text -> !text.matches(".+")),
            RequestField.passed("TransformResources.TransformAmiVersion", "TransformAmiVersion"),
            RequestField.text(capture, "DataCaptureConfig.DestinationS3Uri", "S3Uri")
                .startingWith("s3://b/")
                .given(uri -> Map.of(capture, json("DestinationS3Uri", uri))),
            RequestField.text(capture, "", "KmsKeyId")
                .given(key -> Map.of(capture, json("DestinationS3Uri", "s3://b/", "KmsKeyId", key)))
                .setting(
                    (request, key) ->
                        request
                            .putObject("DataCaptureConfig")
                            .put("DestinationS3Uri", "s3://b/")
                            .put("KmsKeyId", key)));
    String experiment = "ExperimentConfig";
    Stream<RequestField> names =
        Stream.of("ExperimentName", "TrialName", "TrialComponentDisplayName", "RunName")
            .map(
                name ->
                    RequestField.passed(experiment + "." + name, "ExperimentEntityName")
                        .given(text -> Map.of("transformJob." + experiment, json(name, text))));
    return Stream.concat(others, names);
  }

  private static boolean isNoHeader(String text) {
    return text.isBlank() || !text.matches("[ -~]+");
  }

  private static void tag(ObjectNode request, String key, String value) {
    request.putArray("Tags").addObject().put("Key", key).put("Value", value);
  }

  private static String json(String... namesAndValues) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return object.toString();
  }

  @ParameterizedTest
  @MethodSource
  void theConnectorTakesWhatAwsTakes(RequestField field) {
    Map<Boolean, List<String>> byAws =
        field.probes().collect(Collectors.partitioningBy(text -> isTakenByAws(field, text)));

    assertThat(byAws).allSatisfy((taken, texts) -> assertThat(texts).isNotEmpty());
    assertThat(byAws.get(true))
        .filteredOn(text -> isTakenByTheConnector(field, text) == field.narrower().test(text))
        .isEmpty();
    assertThat(byAws.get(false)).filteredOn(text -> isTakenByTheConnector(field, text)).isEmpty();
  }

  private static boolean isTakenByTheConnector(RequestField field, String text) {
    return isTakenByTheConnector(field.options().apply(text));
  }

  @Test
  void everyInstanceTypeAndStrategyThatAwsPublishesIsTaken() {
    assertThat(values("TransformInstanceType"))
        .filteredOn(type -> !isTakenByTheConnector(Map.of("instanceType", type)))
        .isEmpty();
    assertThat(values("BatchStrategy"))
        .filteredOn(strategy -> !isTakenByTheConnector(Map.of("batchStrategy", strategy)))
        .isEmpty();
  }

  private static List<String> values(String shape) {
    return ((Scalar.OneOf) ApiModels.SAGEMAKER.shape(shape)).values();
  }

  @Test
  void asManyVariablesAndTagsAreTakenAsAwsTakes() {
    int variables = ((Shape.Entries) ApiModels.SAGEMAKER.shape("TransformEnvironmentMap")).max();
    assertThat(isTakenByTheConnector(many(variables, i -> "env.A" + i))).isTrue();
    assertThat(isTakenByTheConnector(many(variables + 1, i -> "env.A" + i))).isFalse();

    // One is the connector's own.
    int tags = ((Shape.Items) ApiModels.SAGEMAKER.shape("TagList")).max() - 1;
    assertThat(isTakenByTheConnector(many(tags, i -> "tag.a" + i))).isTrue();
    assertThat(isTakenByTheConnector(many(tags + 1, i -> "tag.a" + i))).isFalse();
  }

  private static Map<String, String> many(int count, IntFunction<String> name) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(name::apply, i -> "v"));
  }

  @Test
  void everyFieldThatAwsPublishesCanBePassedOrIsTheConnectorsOwn() {
    TreeSet<String> open =
        Pattern.compile("`([\\w.]+)`")
            .matcher(OptionFamily.TRANSFORM_JOB.doc())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> published = paths("", REQUEST).toList();

    assertThat(published).containsAll(open).hasSizeGreaterThan(30);
    assertThat(published)
        .filteredOn(path -> open.stream().noneMatch(each -> (path + ".").startsWith(each + ".")))
        .allSatisfy(
            path ->
                assertThatThrownBy(() -> request(Map.of("transformJob." + path, "{}")))
                    .isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("the connector sets this field itself"));
  }

  /** The path of every member of a structure, those of structures below it among them. */
  private static Stream<String> paths(String above, String name) {
    if (!(ApiModels.SAGEMAKER.shape(name) instanceof Shape.Structure structure)) {
      return Stream.of();
    }
    return structure.members().stream()
        .flatMap(
            member ->
                Stream.concat(
                    Stream.of(above + member.name()),
                    paths(above + member.name() + ".", member.shape())));
  }
}
