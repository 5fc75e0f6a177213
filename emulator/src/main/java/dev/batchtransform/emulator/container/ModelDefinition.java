package dev.batchtransform.emulator.container;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a container is started from.
 *
 * @param image names its container
 * @param environment the container's variables
 */
public record ModelDefinition(String image, Map<String, String> environment) {

  /** Reads a CreateModel request with one container. */
  public static ModelDefinition of(JsonNode request) {
    JsonNode container =
        request.path("PrimaryContainer").isObject()
            ? request.path("PrimaryContainer")
            : request.path("Containers").path(0);
    return new ModelDefinition(
        container.path("Image").asText(""), environment(container.path("Environment")));
  }

  /** The variables in a request's {@code Environment}; none when it has no such member. */
  public static Map<String, String> environment(JsonNode object) {
    Map<String, String> variables = new LinkedHashMap<>();
    object.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    return variables;
  }
}
