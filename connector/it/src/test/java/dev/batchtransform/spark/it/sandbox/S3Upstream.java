package dev.batchtransform.spark.it.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The server behind a proxy. */
final class S3Upstream {
  /**
   * What each of the two connections says of itself. The host may change, which breaks the
   * signature, since the server takes any.
   */
  private static final Set<String> OF_CONNECTION =
      Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;

  S3Upstream(URI target) {
    this.target = target;
  }

  S3Answer forward(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!isOfConnection(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    boolean head = exchange.getRequestMethod().equals("HEAD");
    return new S3Answer(response.statusCode(), headers(response, head), response.body());
  }

  /** In answer to {@code HEAD} the length is the object's. */
  private static Map<String, List<String>> headers(HttpResponse<byte[]> response, boolean head) {
    Map<String, List<String>> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!isOfConnection(name) || (head && name.equalsIgnoreCase("content-length"))) {
                headers.put(name, values);
              }
            });
    return headers;
  }

  private static boolean isOfConnection(String name) {
    return OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
  }
}
