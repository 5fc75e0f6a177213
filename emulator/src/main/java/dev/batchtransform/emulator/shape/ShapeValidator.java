package dev.batchtransform.emulator.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares a request with an {@link ApiModel} and says what is wrong in AWS's words. */
public final class ShapeValidator {

  private final ApiModel model;
  private final List<String> violations = new ArrayList<>();

  private ShapeValidator(ApiModel model) {
    this.model = model;
  }

  /**
   * Checks a request.
   *
   * @param shape the name of its shape in the model
   * @throws WrongTypeException when a value has another JSON type than its shape
   * @throws ViolationException naming every constraint that the request breaks
   */
  public static void validate(ApiModel model, String shape, JsonNode request) {
    ShapeValidator validator = new ShapeValidator(model);
    validator.check(shape, request, "");
    if (!validator.violations.isEmpty()) {
      int count = validator.violations.size();
      throw new ViolationException(
          "%d validation error%s detected: %s"
              .formatted(count, count == 1 ? "" : "s", String.join("; ", validator.violations)));
    }
  }

  private void check(String name, JsonNode value, String path) {
    Shape shape = model.shape(name);
    if (shape instanceof Shape.Structure structure) {
      checkStructure(structure, value, path);
    } else if (shape instanceof Shape.Items items) {
      checkItems(items, value, path);
    } else if (shape instanceof Shape.Entries entries) {
      checkEntries(entries, value, path);
    } else if (shape instanceof Scalar scalar) {
      requireType(scalar.reads(value), value, scalar.type(), path);
      scalar.broken(value).forEach(wrong -> violated(value, path, wrong));
    }
  }

  private void checkStructure(Shape.Structure structure, JsonNode value, String path) {
    requireType(value.isObject(), value, "Structure", path);
    if (structure.isUnion()) {
      long given =
          structure.members().stream().filter(each -> value.hasNonNull(each.name())).count();
      requireType(given == 1, value, "Union, which has exactly one member", path);
    }
    for (Shape.Member member : structure.members()) {
      JsonNode child = value.path(member.name());
      String childPath = (path.isEmpty() ? "" : path + ".") + lowerCamel(member.name());
      if (!child.isMissingNode() && !child.isNull()) {
        check(member.shape(), child, childPath);
      } else if (member.required()) {
        violated(MissingNode.getInstance(), childPath, "Member must not be null");
      }
    }
  }

  private void checkItems(Shape.Items items, JsonNode value, String path) {
    requireType(value.isArray(), value, "List", path);
    Bounds.ofSize(value.size(), items.min(), items.max())
        .forEach(wrong -> violated(value, path, wrong));
    for (int i = 0; i < value.size(); i++) {
      check(items.member(), value.get(i), path + "." + (i + 1) + ".member");
    }
  }

  private void checkEntries(Shape.Entries entries, JsonNode value, String path) {
    requireType(value.isObject(), value, "Map", path);
    Bounds.ofSize(value.size(), entries.min(), entries.max())
        .forEach(wrong -> violated(value, path, wrong));
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      checkInMap("keys", entries.key(), TextNode.valueOf(entry.getKey()), value, path);
      if (model.shape(entries.value()) instanceof Scalar) {
        checkInMap("value", entries.value(), entry.getValue(), value, path);
      } else {
        check(entries.value(), entry.getValue(), path + "." + entry.getKey() + ".member");
      }
    }
  }

  private void checkInMap(String what, String name, JsonNode part, JsonNode map, String path) {
    if (model.shape(name) instanceof Scalar scalar) {
      requireType(scalar.reads(part), part, scalar.type(), path);
      List<String> wrong = scalar.broken(part);
      if (!wrong.isEmpty()) {
        violated(map, path, "Map %s must satisfy constraint: %s".formatted(what, wrong));
      }
    }
  }

  private void violated(JsonNode value, String path, String constraint) {
    String shown =
        value.isMissingNode() ? "null" : "'" + (value.isTextual() ? value.asText() : value) + "'";
    violations.add(
        "Value %s at '%s' failed to satisfy constraint: %s".formatted(shown, path, constraint));
  }

  private static void requireType(boolean right, JsonNode value, String expected, String path) {
    if (!right) {
      throw new WrongTypeException(
          "%s_VALUE at '%s' can not be converted to %s"
              .formatted(value.getNodeType(), path, expected));
    }
  }

  private static String lowerCamel(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The request breaks constraints; AWS answers {@link ApiModel.ApiOperation#violation()}. */
  public static final class ViolationException extends RuntimeException {
    ViolationException(String message) {
      super(message);
    }
  }

  /** A value has the wrong JSON type; AWS answers {@code SerializationException}. */
  public static final class WrongTypeException extends RuntimeException {
    WrongTypeException(String message) {
      super(message);
    }
  }
}
