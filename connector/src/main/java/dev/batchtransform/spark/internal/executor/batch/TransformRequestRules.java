package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.FieldProblem;
import dev.batchtransform.spark.internal.aws.TransformRequestModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * SageMaker's rules for a finished CreateTransformJob request, where they concern more than options
 * can know: fields that are passed through, texts and tags that the connector adds, and instance
 * types. What options can be checked for by themselves has been checked when they were read.
 */
public final class TransformRequestRules {

  private static final int MOST_TAGS = 50;

  /** What a text field must match. */
  private record TextRule(String path, Predicate<String> allowed, String requirement) {}

  private static final List<TextRule> TEXT_RULES =
      List.of(
          uri("TransformInput.DataSource.S3DataSource.S3Uri", 1024),
          uri("TransformOutput.S3OutputPath", 1024),
          uri("DataCaptureConfig.DestinationS3Uri", 1024),
          text("DataCaptureConfig.KmsKeyId", "[a-zA-Z0-9:/_-]{0,2048}", "a KMS key id or ARN"),
          upTo("DataProcessing.InputFilter", 63),
          upTo("DataProcessing.OutputFilter", 63),
          experiment("ExperimentName"),
          experiment("TrialName"),
          experiment("TrialComponentDisplayName"),
          experiment("RunName"));

  private final ObjectNode request;
  private final List<String> problems = new ArrayList<>();

  private TransformRequestRules(ObjectNode request) {
    this.request = request;
  }

  /**
   * Checks a request.
   *
   * @throws InvalidOptionException naming every option that is wrong, and why
   */
  public static void check(ObjectNode request) {
    List<String> problems = problems(request);
    if (!problems.isEmpty()) {
      throw new InvalidOptionException(String.join(" ", problems));
    }
  }

  /** What is wrong with a request, one sentence each; empty when nothing is. */
  public static List<String> problems(ObjectNode request) {
    TransformRequestRules rules = new TransformRequestRules(request);
    TransformRequestModel.problems(request).forEach(rules::checkField);
    TEXT_RULES.forEach(rules::checkText);
    rules.checkDataCapture();
    rules.checkTags();
    rules.checkInstances();
    return rules.problems;
  }

  private void checkField(FieldProblem problem) {
    String requirement =
        problem.knownFields().isEmpty()
            ? "it must be " + problem.expected()
            : "SageMaker has no such field; it has "
                + String.join(", ", new TreeSet<>(problem.knownFields()));
    require(false, RequestOptions.of(problem.path()), requirement);
  }

  private void checkText(TextRule rule) {
    JsonNode value = at(rule.path());
    require(
        !value.isTextual() || rule.allowed().test(value.asText()),
        RequestOptions.of(rule.path()),
        "%s must be %s".formatted(rule.path(), rule.requirement()));
  }

  private void checkDataCapture() {
    require(
        at("DataCaptureConfig").isMissingNode()
            || at("DataCaptureConfig.DestinationS3Uri").isTextual(),
        RequestOptions.of("DataCaptureConfig"),
        "it needs the field DestinationS3Uri");
  }

  private void checkTags() {
    require(
        at("Tags").size() <= MOST_TAGS,
        "tag.<KEY>",
        "SageMaker takes %d tags and with the connector's own there are %d"
            .formatted(MOST_TAGS, at("Tags").size()));
  }

  private void checkInstances() {
    String type = at("TransformResources.InstanceType").asText();
    InstanceTypes.problem(type)
        .ifPresent(problem -> require(false, "instanceType", problem + ": " + type));
    require(
        at("TransformResources.VolumeKmsKeyId").isMissingNode()
            || !InstanceTypes.haveLocalDisks(type),
        "volumeKmsKeyId",
        "instances of type %s have local disks, which their hardware encrypts; leave it out"
            .formatted(type));
  }

  private void require(boolean holds, String option, String reason) {
    if (!holds) {
      problems.add("Cannot use option '%s' because %s.".formatted(option, reason));
    }
  }

  private JsonNode at(String path) {
    return request.at("/" + path.replace('.', '/'));
  }

  private static TextRule text(String path, String regex, String requirement) {
    return new TextRule(path, Pattern.compile(regex).asMatchPredicate(), requirement);
  }

  private static TextRule upTo(String path, int most) {
    return text(path, "(?s).{0," + most + "}", "at most " + most + " characters long");
  }

  private static TextRule uri(String path, int most) {
    Predicate<String> form = Pattern.compile("(https|s3)://([^/]+)/?(.*)").asMatchPredicate();
    return new TextRule(
        path,
        form.and(uri -> uri.length() <= most),
        "an s3:// URI of at most " + most + " characters");
  }

  private static TextRule experiment(String field) {
    return text(
        "ExperimentConfig." + field,
        "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}",
        "1 to 120 letters, digits and hyphens");
  }
}
