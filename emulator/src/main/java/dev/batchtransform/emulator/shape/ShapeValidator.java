package dev.batchtransform.emulator.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares a request with a {@link Shape} and says what is wrong in AWS's words. */
public final class ShapeValidator {

  private final List<String> violations = new ArrayList<>();

  private ShapeValidator() {}

  /**
   * Checks a request.
   *
   * @throws WrongTypeException when a value has another JSON type than the shape
   * @throws ViolationException naming every constraint that the request breaks
   */
  public static void validate(Shape shape, JsonNode request) {
    ShapeValidator validator = new ShapeValidator();
    validator.check(shape, request, "");
    if (!validator.violations.isEmpty()) {
      int count = validator.violations.size();
      throw new ViolationException(
          "%d validation error%s detected: %s"
              .formatted(count, count == 1 ? "" : "s", String.join("; ", validator.violations)));
    }
  }

  private void check(Shape shape, JsonNode value, String path) {
    if (shape instanceof Shape.Structure structure) {
      checkStructure(structure, value, path);
    } else if (shape instanceof Shape.Items items) {
      checkItems(items, value, path);
    } else if (shape instanceof Shape.Entries entries) {
      checkEntries(entries, value, path);
    } else if (shape instanceof Shape.Text text) {
      requireType(value.isTextual(), value, "String", path);
      wrongTexts(text, value.textValue()).forEach(wrong -> violated(value, path, wrong));
    } else if (shape instanceof Shape.OneOf oneOf) {
      requireType(value.isTextual(), value, "String", path);
      if (!matches(oneOf.accepted(), value.textValue())) {
        violated(value, path, "Member must satisfy enum value set: " + oneOf.listed());
      }
    } else if (shape instanceof Shape.Whole whole) {
      requireType(value.isIntegralNumber(), value, "Integer", path);
      checkRange(whole, value, path);
    } else if (shape instanceof Shape.Flag) {
      requireType(value.isBoolean(), value, "Boolean", path);
    } else if (shape instanceof Shape.Timestamp) {
      requireType(value.isNumber(), value, "Timestamp", path);
    }
  }

  private void checkStructure(Shape.Structure structure, JsonNode value, String path) {
    requireType(value.isObject(), value, "Structure", path);
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
    wrongSizes(value.size(), items.min(), items.max())
        .forEach(wrong -> violated(value, path, wrong));
    for (int i = 0; i < value.size(); i++) {
      check(items.member(), value.get(i), path + "." + (i + 1) + ".member");
    }
  }

  private void checkEntries(Shape.Entries entries, JsonNode value, String path) {
    requireType(value.isObject(), value, "Map", path);
    wrongSizes(value.size(), 0, entries.max()).forEach(wrong -> violated(value, path, wrong));
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      JsonNode member = entry.getValue();
      requireType(member.isTextual(), member, "String", path);
      List<String> wrongKeys = wrongTexts(entries.key(), entry.getKey());
      if (!wrongKeys.isEmpty()) {
        violated(value, path, "Map keys must satisfy constraint: " + wrongKeys);
      }
      List<String> wrongValues = wrongTexts(entries.value(), member.textValue());
      if (!wrongValues.isEmpty()) {
        violated(value, path, "Map value must satisfy constraint: " + wrongValues);
      }
    }
  }

  private void checkRange(Shape.Whole whole, JsonNode value, String path) {
    if (!value.canConvertToLong() || value.longValue() > whole.max()) {
      violated(value, path, "Member must have value less than or equal to " + whole.max());
    } else if (value.longValue() < whole.min()) {
      violated(value, path, "Member must have value greater than or equal to " + whole.min());
    }
  }

  private static List<String> wrongTexts(Shape.Text text, String value) {
    List<String> wrong =
        new ArrayList<>(
            wrongSizes(value.codePointCount(0, value.length()), text.min(), text.max()));
    text.pattern()
        .filter(pattern -> !matches(pattern, value))
        .ifPresent(
            pattern -> wrong.add("Member must satisfy regular expression pattern: " + pattern));
    return wrong;
  }

  private static List<String> wrongSizes(int size, int min, int max) {
    if (size > max) {
      return List.of("Member must have length less than or equal to " + max);
    }
    if (size < min) {
      return List.of("Member must have length greater than or equal to " + min);
    }
    return List.of();
  }

  private static boolean matches(Pattern pattern, String value) {
    return pattern.matcher(value).matches();
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

  /** The request breaks constraints; AWS answers {@code ValidationException}. */
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
