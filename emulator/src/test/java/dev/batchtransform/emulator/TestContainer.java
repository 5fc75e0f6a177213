package dev.batchtransform.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A model container that speaks the contract over HTTP and remembers what it was sent. */
public final class TestContainer implements AutoCloseable {

  /** What a container says to a request. */
  public record Answer(int status, String body) {}

  /** How a container answers. */
  @FunctionalInterface
  public interface Model {
    Answer answer(String body) throws IOException;
  }

  /** A request that came. */
  public record Request(String body, String contentType, String accept) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private TestContainer(HttpServer server) {
    this.server = server;
  }

  static TestContainer start(Model model, String executionParameters) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TestContainer container = new TestContainer(server);
    server.setExecutor(container.threads);
    server.createContext("/ping", exchange -> answer(exchange, new Answer(200, "")));
    server.createContext(
        "/execution-parameters",
        exchange ->
            answer(
                exchange,
                executionParameters.isEmpty()
                    ? new Answer(404, "")
                    : new Answer(200, executionParameters)));
    server.createContext("/invocations", exchange -> container.invoke(exchange, model));
    server.start();
    return container;
  }

  public static TestContainer start(Model model) throws IOException {
    return start(model, "");
  }

  /** Answers each line with {@code {"length": <characters>}}. */
  static Answer lengths(String body) {
    return new Answer(
        200,
        body.lines()
            .map(line -> "{\"length\":" + line.length() + "}")
            .collect(Collectors.joining("\n")));
  }

  private void invoke(HttpExchange exchange, Model model) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            body,
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
            String.valueOf(exchange.getRequestHeaders().getFirst("Accept"))));
    answer(exchange, model.answer(body));
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public String image() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
