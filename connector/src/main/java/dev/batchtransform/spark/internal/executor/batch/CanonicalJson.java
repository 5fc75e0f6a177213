package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;

/** JSON in one form: keys sorted, no white space. Equal content has equal text. */
final class CanonicalJson {

  private CanonicalJson() {}

  static String text(JsonNode json) {
    return sorted(json).toString();
  }

  private static JsonNode sorted(JsonNode json) {
    if (json.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      TreeSet<String> names = new TreeSet<>();
      json.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> object.set(name, sorted(json.get(name))));
      return object;
    } else if (json.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      json.forEach(element -> array.add(sorted(element)));
      return array;
    }
    return json;
  }
}
