package dev.batchtransform.spark.internal.options;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.text.EditDistance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields of CreateTransformJob as {@code transformJob.<Field>} sees them: open to the user, or
 * set by an option of ours.
 *
 * @param path the field, with dots between levels
 * @param instead what to use when the field is not open
 * @param shape what the value must be, when the field is open
 * @param allowed whether a value has that shape
 */
record TransformJobField(String path, String instead, String shape, Predicate<JsonNode> allowed) {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final List<TransformJobField> ALL =
      List.of(
          open("DataCaptureConfig", "a JSON object", JsonNode::isObject),
          open("ExperimentConfig", "a JSON object", JsonNode::isObject),
          open("DataProcessing.InputFilter", "text of up to 63 characters", text(".{1,63}")),
          open("DataProcessing.OutputFilter", "text of up to 63 characters", text(".{1,63}")),
          open(
              "TransformResources.TransformAmiVersion",
              "1 to 63 letters, digits and hyphens",
              text("(?=.{1,63}$)[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*")),
          set("TransformJobName", "use option 'runId', from which job names are made"),
          set("ModelName", "use option 'model'"),
          set("MaxConcurrentTransforms", "use option 'maxConcurrentTransforms'"),
          set("MaxPayloadInMB", "use option 'maxPayloadInMB'"),
          set("BatchStrategy", "use option 'batchStrategy'"),
          set("Environment", "use options 'env.<NAME>'"),
          set("Tags", "use options 'tag.<KEY>'"),
          set(
              "ModelClientConfig.InvocationsTimeoutInSeconds",
              "use option 'invocationsTimeoutSeconds'"),
          set("ModelClientConfig.InvocationsMaxRetries", "use option 'invocationsMaxRetries'"),
          set(
              "ModelClientConfig",
              "use options 'invocationsTimeoutSeconds' and 'invocationsMaxRetries'"),
          set("TransformInput.ContentType", "use option 'contentType'"),
          set("TransformInput", "it follows from the staged files; 'contentType' is an option"),
          set("TransformOutput.Accept", "use option 'accept'"),
          set("TransformOutput.KmsKeyId", "use option 'kmsKeyId'"),
          set(
              "TransformOutput",
              "it follows from option 'stagingPath'; 'accept' and 'kmsKeyId' are options"),
          set("TransformResources.InstanceType", "use option 'instanceType'"),
          set("TransformResources.InstanceCount", "use option 'instanceCount'"),
          set("TransformResources.VolumeKmsKeyId", "use option 'volumeKmsKeyId'"),
          set(
              "TransformResources",
              "use options 'instanceType', 'instanceCount', 'volumeKmsKeyId' and"
                  + " 'transformJob.TransformResources.TransformAmiVersion'"),
          set("DataProcessing.JoinSource", "use option 'join'"),
          set(
              "DataProcessing",
              "use option 'join', 'transformJob.DataProcessing.InputFilter' and"
                  + " 'transformJob.DataProcessing.OutputFilter'"));

  private static TransformJobField open(String path, String shape, Predicate<JsonNode> allowed) {
    return new TransformJobField(path, "", shape, allowed);
  }

  private static TransformJobField set(String path, String instead) {
    return new TransformJobField(path, instead, "", value -> false);
  }

  private static Predicate<JsonNode> text(String regex) {
    Predicate<String> matching = OptionPatterns.matching(regex);
    return value -> value.isTextual() && matching.test(value.textValue());
  }

  private boolean isOpen() {
    return instead.isEmpty();
  }

  /** The fields that a user may set. */
  static List<String> openPaths() {
    return ALL.stream().filter(TransformJobField::isOpen).map(TransformJobField::path).toList();
  }

  /** The path in SageMaker's spelling where it is known, else as it is. */
  static String canonicalPath(String path) {
    return find(path).map(TransformJobField::path).orElse(path);
  }

  /** Refuses fields that are not open, and values that are not JSON of the right shape. */
  static void check(String name, String path, String value) {
    TransformJobField field =
        find(path).or(() -> owner(path)).orElseThrow(() -> unknown(name, path));
    if (!field.isOpen()) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because the connector sets this field itself: %s."
              .formatted(name, field.instead()));
    }
    if (!field.allowed().test(read(name, value))) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because its value must be %s.".formatted(name, field.shape()));
    }
  }

  /** The value as JSON text; a bare word becomes a JSON string. */
  static String toJson(String name, String value) {
    return read(name, value).toString();
  }

  /** The value as text where it is text; empty where it is an object. */
  static String toText(String name, String value) {
    return read(name, value).asText();
  }

  private static JsonNode read(String name, String value) {
    try {
      return MAPPER.readTree(value);
    } catch (JsonProcessingException failure) {
      String start = value.stripLeading();
      if (start.startsWith("{") || start.startsWith("[") || start.startsWith("\"")) {
        // The cause is left out: Jackson's message quotes the value.
        throw new InvalidOptionException(
            "Cannot use option '%s' because its value is not valid JSON (line %d, column %d)."
                .formatted(
                    name, failure.getLocation().getLineNr(), failure.getLocation().getColumnNr()));
      }
      return TextNode.valueOf(value);
    }
  }

  private static Optional<TransformJobField> find(String path) {
    return ALL.stream().filter(field -> field.path().equalsIgnoreCase(path)).findFirst();
  }

  /** The field that is set as a whole by us and has {@code path} somewhere below it. */
  private static Optional<TransformJobField> owner(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(field -> !field.isOpen())
        .filter(field -> lower.startsWith(field.path().toLowerCase(Locale.ROOT) + "."))
        .findFirst();
  }

  private static InvalidOptionException unknown(String name, String path) {
    String nearest =
        EditDistance.nearest(path, openPaths())
            .map(
                field ->
                    " The nearest field that can be set is '"
                        + OptionFamily.TRANSFORM_JOB.prefix()
                        + field
                        + "'.")
            .orElse("");
    return new InvalidOptionException(
        "Unknown option '%s'.%s The fields that can be set: %s."
            .formatted(name, nearest, String.join(", ", openPaths())));
  }
}
