package dev.batchtransform.spark.internal.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers InvokeEndpoint and DescribeEndpoint as SageMaker does, as it is told. What
 * is not scripted is answered with its own body, by an endpoint that is in service.
 */
public final class ScriptedEndpoint implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ERROR_TYPE = "x-amzn-ErrorType";

  /** What to do with one request. */
  public interface Reply {
    void to(HttpExchange exchange, byte[] body) throws IOException;
  }

  /** One InvokeEndpoint that came in. */
  public record Invocation(String path, String body, Headers headers, InetSocketAddress from) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Reply> invocations = new ConcurrentLinkedQueue<>();
  private final Queue<Reply> descriptions = new ConcurrentLinkedQueue<>();
  private final List<Invocation> invoked = new CopyOnWriteArrayList<>();
  private volatile Reply otherwise = answer(200, Map.of("Content-Type", "application/jsonlines"));
  private final AtomicInteger described = new AtomicInteger();

  public ScriptedEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Replies to the next InvokeEndpoint requests, in their order. */
  public ScriptedEndpoint on(Reply... replies) {
    invocations.addAll(List.of(replies));
    return this;
  }

  /** The reply to every InvokeEndpoint that has none of its own. */
  public ScriptedEndpoint always(Reply reply) {
    otherwise = reply;
    return this;
  }

  /** Answers of the next DescribeEndpoint requests, in their order. */
  public ScriptedEndpoint onDescribe(Reply... replies) {
    descriptions.addAll(List.of(replies));
    return this;
  }

  public List<Invocation> invoked() {
    return invoked;
  }

  public int described() {
    return described.get();
  }

  /** How many connections the requests came by. */
  public int connections() {
    Set<InetSocketAddress> peers = new HashSet<>();
    invoked.forEach(invocation -> peers.add(invocation.from()));
    return peers.size();
  }

  /** The body itself, as a container's answer. */
  private static Reply answer(int status, Map<String, String> headers) {
    return (exchange, body) -> send(exchange, status, headers, body);
  }

  /** An error as the service writes it. */
  public static Reply error(int status, String type, String message) {
    return json(status, type, Map.of("Message", message));
  }

  /** Throttling as it is seen: the type in the header alone. */
  public static Reply throttled() {
    return (exchange, body) ->
        send(
            exchange,
            400,
            Map.of(ERROR_TYPE, "ThrottlingException"),
            "{\"message\":null}".getBytes(UTF_8));
  }

  /** What the container answered, when it was not 2xx. */
  public static Reply modelError(int status, String message) {
    return json(
        424,
        "ModelError",
        Map.of(
            "Message",
            "Received error (%d) from primary with message \"%s\"".formatted(status, message),
            "OriginalStatusCode",
            status,
            "OriginalMessage",
            message,
            "LogStreamArn",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/x"));
  }

  /** No answer, and no connection any more. */
  public static Reply lost() {
    return (exchange, body) -> {};
  }

  public static Reply description(String status, Map<String, Object> more) {
    Map<String, Object> all = new TreeMap<>(more);
    all.put("EndpointName", "x");
    all.put("EndpointStatus", status);
    return json(200, "", all);
  }

  private static Reply json(int status, String type, Map<String, ?> fields) {
    return (exchange, body) ->
        send(
            exchange,
            status,
            type.isEmpty() ? Map.of() : Map.of(ERROR_TYPE, type),
            JSON.writeValueAsBytes(fields));
  }

  public static void send(
      HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Optional<String> action =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    if (action.isPresent()) {
      described.incrementAndGet();
      Reply reply = descriptions.poll();
      (reply == null ? description("InService", Map.of()) : reply).to(exchange, body);
    } else {
      invoked.add(
          new Invocation(
              exchange.getRequestURI().getPath(),
              new String(body, UTF_8),
              exchange.getRequestHeaders(),
              exchange.getRemoteAddress()));
      Reply reply = invocations.poll();
      (reply == null ? otherwise : reply).to(exchange, body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
