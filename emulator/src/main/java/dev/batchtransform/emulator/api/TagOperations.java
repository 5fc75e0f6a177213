package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** AddTags, DeleteTags, ListTags. */
final class TagOperations {

  private final Resources resources;

  TagOperations(Resources resources) {
    this.resources = resources;
  }

  List<Operation> operations() {
    Optional<String> arn = Optional.of("ResourceArn");
    return List.of(
        Operation.sageMaker("AddTags", arn, this::add),
        Operation.sageMaker("DeleteTags", arn, this::delete),
        Operation.sageMaker("ListTags", arn, this::list));
  }

  /** The tags in a request; reserved keys, and a key that comes twice, are refused. */
  static Map<String, String> tags(JsonNode request) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode tag : request.path("Tags")) {
      String key = tag.path("Key").asText();
      if (key.startsWith("aws:")) {
        throw ApiException.validation("Tag keys cannot start with aws:, which is reserved.");
      }
      if (tags.put(key, tag.path("Value").asText()) != null) {
        throw ApiException.validation("Duplicate tag key");
      }
    }
    return tags;
  }

  private Optional<ObjectNode> add(ObjectNode request, Caller caller) {
    String arn = require(request);
    if (!resources.addTags(arn, tags(request))) {
      throw ApiException.validation(
          "A resource can have at most %d tags.".formatted(Resources.MOST_TAGS));
    }
    return answer(arn);
  }

  private Optional<ObjectNode> delete(ObjectNode request, Caller caller) {
    Set<String> keys = new HashSet<>();
    request.path("TagKeys").forEach(key -> keys.add(key.asText()));
    resources.removeTags(require(request), keys);
    return Optional.of(Json.object());
  }

  private Optional<ObjectNode> list(ObjectNode request, Caller caller) {
    return answer(require(request));
  }

  private String require(ObjectNode request) {
    String arn = request.path("ResourceArn").asText();
    if (!resources.exists(arn)) {
      throw ApiException.validation("Could not find resource \"%s\".".formatted(arn));
    }
    return arn;
  }

  private Optional<ObjectNode> answer(String arn) {
    ObjectNode answer = Json.object();
    ArrayNode tags = answer.putArray("Tags");
    resources
        .tags(arn)
        .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return Optional.of(answer);
  }
}
