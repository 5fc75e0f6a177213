package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells in which fields a job that exists differs from the job that is wanted. */
final class RequestDifference {

  private static final String ENVIRONMENT = "Environment";

  private final List<String> differences = new ArrayList<>();

  private RequestDifference() {}

  /**
   * Compares every field of the request, but its tags, which SageMaker does not return. Fields that
   * were not sent do not count, since SageMaker fills them with defaults.
   *
   * @param answer the answer of DescribeTransformJob
   * @return one text per field; empty when both are the same job
   */
  static List<String> between(ObjectNode request, ObjectNode answer) {
    RequestDifference difference = new RequestDifference();
    ObjectNode comparable = request.deepCopy();
    comparable.remove("Tags");
    difference.compare("", comparable, answer);
    // Nothing fills in variables that were not sent.
    difference.findUnasked(request.path(ENVIRONMENT), answer.path(ENVIRONMENT));
    return difference.differences;
  }

  /**
   * As {@link #between}, of two versions of one wave's request: they have one name, which no other
   * wave has, one model, one manifest and one place for the outputs. How a later version of this
   * connector would fill in the rest does not make it another job.
   */
  static List<String> betweenVersions(ObjectNode request, ObjectNode answer) {
    ObjectNode identity = request.objectNode();
    identity.set("ModelName", request.path("ModelName"));
    identity
        .putObject("TransformInput")
        .set("DataSource", request.at("/TransformInput/DataSource"));
    identity
        .putObject("TransformOutput")
        .set("S3OutputPath", request.at("/TransformOutput/S3OutputPath"));
    RequestDifference difference = new RequestDifference();
    difference.compare("", identity, answer);
    return difference.differences;
  }

  private void compare(String path, JsonNode wanted, JsonNode actual) {
    if (wanted.isObject()) {
      for (Map.Entry<String, JsonNode> field : wanted.properties()) {
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        compare(name, field.getValue(), actual.path(field.getKey()));
      }
    } else if (!CanonicalJson.text(wanted).equals(CanonicalJson.text(actual))) {
      differences.add(describe(path, wanted, actual));
    }
  }

  private void findUnasked(JsonNode wanted, JsonNode actual) {
    actual
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!wanted.has(name)) {
                differences.add(ENVIRONMENT + "." + name + " was not asked for");
              }
            });
  }

  private static String describe(String path, JsonNode wanted, JsonNode actual) {
    // Values of the environment may be secrets.
    return path.startsWith(ENVIRONMENT + ".")
        ? path + " has another value"
        : path + " is " + (actual.isMissingNode() ? "unset" : actual) + " and not " + wanted;
  }
}
