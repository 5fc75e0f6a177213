package dev.batchtransform.emulator.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a job needs of a model.
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
        container.path("Image").asText(""), TransformSpec.strings(container.get("Environment")));
  }
}
