package dev.batchtransform.spark.internal.executor.async;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that the endpoint has taken.
 *
 * @param file name of the staged file
 * @param attempt 0 for the first request of the file in this wave
 * @param inferenceId the request's name
 * @param output where its answer will lie, as the endpoint has it
 * @param failure where it will be said that it has failed; empty when nowhere
 * @param sent when it was sent
 * @param endpoint when the endpoint was created that took it; empty when that is not known
 */
record Receipt(
    String file,
    int attempt,
    String inferenceId,
    String output,
    Optional<String> failure,
    Instant sent,
    Optional<Instant> endpoint) {

  /** One line of JSON, without its end. */
  String toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", file)
            .put("attempt", attempt)
            .put("inferenceId", inferenceId)
            .put("output", output)
            .put("sent", sent.toString());
    failure.ifPresent(place -> json.put("failure", place));
    endpoint.ifPresent(created -> json.put("endpoint", created.toString()));
    return json.toString();
  }

  static Receipt of(JsonNode json) {
    return new Receipt(
        json.path("file").asText(),
        json.path("attempt").asInt(),
        json.path("inferenceId").asText(),
        json.path("output").asText(),
        text(json, "failure"),
        Instant.parse(json.path("sent").asText()),
        text(json, "endpoint").map(Instant::parse));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue());
  }

  /** Whether that endpoint is certainly not the one that took it. */
  boolean isOfAnother(Optional<Instant> created) {
    return endpoint.isPresent() && created.isPresent() && !endpoint.equals(created);
  }
}
