package dev.batchtransform.spark.it.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * A request that came to {@link FaultyS3}.
 *
 * @param operation what it asks for
 * @param names the path and the query, decoded, and what a deletion of many objects names
 */
public record S3Request(Operation operation, String names) {

  /** What is asked of S3, as far as faults tell it apart. */
  public enum Operation {
    GET,
    HEAD,
    LIST,
    /** An object or a part of one. */
    PUT,
    /** One object or many. */
    DELETE,
    /** The beginning and the end of an upload in parts. */
    OTHER
  }

  /** Reads no body but that of a deletion, and leaves this to be read again. */
  static S3Request of(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    URI uri = exchange.getRequestURI();
    String query = Optional.ofNullable(uri.getQuery()).orElse("");
    String names = uri.getPath() + "?" + query;
    Operation operation = operation(method, query);
    if (operation == Operation.DELETE && method.equals("POST")) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.setStreams(new ByteArrayInputStream(body), null);
      names += new String(body, UTF_8);
    }
    return new S3Request(operation, names);
  }

  private static Operation operation(String method, String query) {
    return switch (method) {
      case "GET" -> query.contains("prefix=") ? Operation.LIST : Operation.GET;
      case "HEAD" -> Operation.HEAD;
      case "PUT" -> Operation.PUT;
      case "DELETE" -> Operation.DELETE;
      case "POST" -> query.equals("delete") ? Operation.DELETE : Operation.OTHER;
      default -> Operation.OTHER;
    };
  }
}
