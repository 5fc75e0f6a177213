package dev.batchtransform.examples.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends whole answers. */
final class Responses {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_BODY = -1;
  private static final int UNKNOWN_LENGTH = 0;
  private static final int BUFFER_BYTES = 1 << 16;

  private Responses() {}

  static void send(HttpExchange exchange, int status, String contentType, String body)
      throws IOException {
    send(exchange, status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static void send(HttpExchange exchange, int status, String contentType, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Writes a body while it is sent, so that answers larger than the memory are no trouble. */
  static void stream(HttpExchange exchange, int status, String contentType, BodyWriter body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(status, UNKNOWN_LENGTH);
      try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER_BYTES)) {
        body.writeTo(out);
      }
    }
  }

  /** Writes the body of a response. */
  @FunctionalInterface
  interface BodyWriter {
    void writeTo(OutputStream out) throws IOException;
  }

  static void sendError(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, "application/json", JSON.writeValueAsString(Map.of("error", message)));
  }
}
