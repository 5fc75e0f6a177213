package dev.batchtransform.spark.executor.batch;

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
        : "%s is %s and not %s".formatted(path, actual.isMissingNode() ? "unset" : actual, wanted);
  }
}
