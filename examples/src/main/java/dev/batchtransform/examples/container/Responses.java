package dev.batchtransform.examples.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends whole answers. */
final class Responses {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NO_BODY = -1;

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

  static void sendError(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, "application/json", JSON.writeValueAsString(Map.of("error", message)));
  }
}
