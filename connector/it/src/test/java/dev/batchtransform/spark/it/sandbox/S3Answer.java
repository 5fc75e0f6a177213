package dev.batchtransform.spark.it.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An answer of the S3 server, or one in its stead. */
final class S3Answer {
  private static final Pattern LISTED = Pattern.compile("<Contents>.*?</Contents>", Pattern.DOTALL);

  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * An answer.
   *
   * @param headers all but those about the connection
   */
  S3Answer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static S3Answer error(int status, String code) {
    String body = "<Error><Code>" + code + "</Code><Message>As the test wants</Message></Error>";
    return new S3Answer(
        status, Map.of("Content-Type", List.of("application/xml")), body.getBytes(UTF_8));
  }

  S3Answer half() {
    return new S3Answer(status, headers, Arrays.copyOf(body, body.length / 2));
  }

  /** The same listing with its first key alone. */
  S3Answer firstListed() {
    String listing = new String(body, UTF_8);
    List<MatchResult> listed = LISTED.matcher(listing).results().toList();
    if (listed.size() < 2) {
      return this;
    }
    int from = listed.get(1).start();
    int to = listed.get(listed.size() - 1).end();
    String shorter = listing.substring(0, from) + listing.substring(to);
    return new S3Answer(status, headers, shorter.getBytes(UTF_8));
  }

  void send(HttpExchange exchange) throws IOException {
    sendHead(exchange);
    if (hasBody(exchange)) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Says how long the body is and ends amid it. */
  void sendHalf(HttpExchange exchange) throws IOException {
    sendHead(exchange);
    exchange.getResponseBody().write(body, 0, body.length / 2);
    exchange.getResponseBody().flush();
  }

  private void sendHead(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().putAll(headers);
    exchange.sendResponseHeaders(status, hasBody(exchange) ? body.length : -1);
  }

  private boolean hasBody(HttpExchange exchange) {
    return body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
  }
}
