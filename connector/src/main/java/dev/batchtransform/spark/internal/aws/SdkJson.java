package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Turns JSON into requests of the AWS SDK and its answers into JSON, by the SDK's own description
 * of their fields. Times are ISO-8601 texts.
 */
final class SdkJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SdkJson() {}

  /** Sets a builder's fields; what does not fit is left out and told to {@code problems}. */
  static <B extends SdkPojo> B fill(B builder, ObjectNode json, List<FieldProblem> problems) {
    new Filling(problems).fill(builder, json, "");
    return builder;
  }

  /** Fields of an SDK object that are set. */
  static ObjectNode toJson(SdkPojo pojo) {
    ObjectNode json = JSON.objectNode();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null
          && !(value instanceof SdkAutoConstructList<?>)
          && !(value instanceof SdkAutoConstructMap<?, ?>)) {
        json.set(field.locationName(), node(value));
      }
    }
    return json;
  }

  private static JsonNode node(@Nullable Object value) {
    if (value == null) {
      return JSON.nullNode();
    } else if (value instanceof SdkPojo pojo) {
      return toJson(pojo);
    } else if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(element -> array.add(node(element)));
      return array;
    } else if (value instanceof Map<?, ?> map) {
      ObjectNode object = JSON.objectNode();
      map.forEach((key, element) -> object.set(key.toString(), node(element)));
      return object;
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    return JSON.textNode(value.toString());
  }

  private static JsonNode number(Number number) {
    if (number instanceof Integer integer) {
      return JSON.numberNode(integer);
    } else if (number instanceof Long integer) {
      return JSON.numberNode(integer);
    } else if (number instanceof Float decimal) {
      return JSON.numberNode(decimal);
    } else if (number instanceof BigDecimal decimal) {
      return JSON.numberNode(decimal);
    }
    return JSON.numberNode(number.doubleValue());
  }

  /** One walk over a JSON tree. */
  private record Filling(List<FieldProblem> problems) {

    void fill(SdkPojo builder, ObjectNode json, String parent) {
      Map<String, SdkField<?>> fields = new LinkedHashMap<>();
      builder.sdkFields().forEach(field -> fields.put(field.locationName(), field));
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        String path = parent.isEmpty() ? entry.getKey() : parent + "." + entry.getKey();
        SdkField<?> field = fields.get(entry.getKey());
        if (field == null) {
          problems.add(new FieldProblem(path, "no such field", Set.copyOf(fields.keySet())));
        } else {
          value(field, entry.getValue(), path).ifPresent(value -> field.set(builder, value));
        }
      }
    }

    private Optional<?> value(SdkField<?> field, JsonNode json, String path) {
      MarshallingKnownType type = field.marshallingType().getKnownType();
      return switch (type) {
        case STRING -> when(json.isTextual(), json::textValue, path, "a text");
        case INTEGER -> when(isInt(json), json::intValue, path, "a whole number");
        case LONG -> when(isLong(json), json::longValue, path, "a whole number");
        case FLOAT -> when(json.isNumber(), json::floatValue, path, "a number");
        case DOUBLE -> when(json.isNumber(), json::doubleValue, path, "a number");
        case BOOLEAN -> when(json.isBoolean(), json::booleanValue, path, "true or false");
        case INSTANT -> instant(json, path);
        case LIST -> when(json.isArray(), () -> list(field, json, path), path, "a JSON array");
        case MAP -> when(json.isObject(), () -> map(field, json, path), path, "a JSON object");
        case SDK_POJO ->
            when(json.isObject(), () -> pojo(field, json, path), path, "a JSON object");
        default -> problem(path, "a type that has a JSON form");
      };
    }

    private List<?> list(SdkField<?> field, JsonNode json, String path) {
      SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < json.size(); i++) {
        value(member, json.get(i), path + "[" + i + "]").ifPresent(values::add);
      }
      return values;
    }

    private Map<String, ?> map(SdkField<?> field, JsonNode json, String path) {
      SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
      Map<String, Object> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        value(member, entry.getValue(), path + "." + entry.getKey())
            .ifPresent(value -> values.put(entry.getKey(), value));
      }
      return values;
    }

    private Object pojo(SdkField<?> field, JsonNode json, String path) {
      SdkPojo builder = field.constructor().get();
      fill(builder, (ObjectNode) json, path);
      return ((Buildable) builder).build();
    }

    private Optional<?> instant(JsonNode json, String path) {
      try {
        return Optional.of(Instant.parse(json.asText()));
      } catch (DateTimeException failure) {
        return problem(path, "an ISO-8601 time");
      }
    }

    private Optional<?> when(boolean fits, Supplier<?> value, String path, String expected) {
      return fits ? Optional.of(value.get()) : problem(path, expected);
    }

    private Optional<?> problem(String path, String expected) {
      problems.add(new FieldProblem(path, expected, Set.of()));
      return Optional.empty();
    }

    private static boolean isInt(JsonNode json) {
      return json.isIntegralNumber() && json.canConvertToInt();
    }

    private static boolean isLong(JsonNode json) {
      return json.isIntegralNumber() && json.canConvertToLong();
    }
  }
}
