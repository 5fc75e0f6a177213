package dev.batchtransform.emulator.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Writes HTTP answers. */
final class Answers {

  /** What the JDK's server takes for an answer without a body. */
  private static final int NO_BODY = -1;

  private Answers() {}

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
