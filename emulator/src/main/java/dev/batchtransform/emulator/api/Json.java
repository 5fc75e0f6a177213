package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.time.Instant;

/** The one mapper, and how AWS's JSON writes times. */
final class Json {

  static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Seconds since 1970 with milliseconds. */
  static DoubleNode time(Instant time) {
    return DoubleNode.valueOf(time.toEpochMilli() / 1000.0);
  }

  static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
