package dev.batchtransform.spark.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The parameters of a transform that a container may suggest and a request may set. What the
 * request sets wins over what the container suggests.
 *
 * @param maxConcurrentTransforms requests in flight at once, at least 1
 * @param batchStrategy records in a request
 * @param maxPayloadInMB largest request body in MiB; 0 means no limit
 */
public record ExecutionParameters(
    OptionalInt maxConcurrentTransforms,
    Optional<BatchStrategy> batchStrategy,
    OptionalInt maxPayloadInMB) {

  /** Nothing is said. */
  public static final ExecutionParameters NONE =
      new ExecutionParameters(OptionalInt.empty(), Optional.empty(), OptionalInt.empty());

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the answer to {@code GET /execution-parameters}, such as {@code
   * {"MaxConcurrentTransforms":8,"BatchStrategy":"MULTI_RECORD","MaxPayloadInMB":6}}. The strategy
   * may also be spelled {@code MultiRecord}. What cannot be understood counts as not said, since a
   * container need not implement this call.
   */
  public static ExecutionParameters parse(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      return new ExecutionParameters(
          number(root, "MaxConcurrentTransforms", 1),
          strategy(root.path("BatchStrategy").asText()),
          number(root, "MaxPayloadInMB", 0));
    } catch (IOException notJson) {
      return NONE;
    }
  }

  private static OptionalInt number(JsonNode root, String name, int min) {
    int value = root.path(name).asInt(-1);
    return value >= min ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private static Optional<BatchStrategy> strategy(String text) {
    return switch (text.replace("_", "").toLowerCase(Locale.ROOT)) {
      case "singlerecord" -> Optional.of(BatchStrategy.SINGLE_RECORD);
      case "multirecord" -> Optional.of(BatchStrategy.MULTI_RECORD);
      default -> Optional.empty();
    };
  }
}
