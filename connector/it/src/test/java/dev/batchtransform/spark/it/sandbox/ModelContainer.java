package dev.batchtransform.spark.it.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A model behind SageMaker's container contract, in this JVM. It records every call of {@code
 * /invocations} and fails those it was told to fail.
 *
 * <pre>{@code
 * try (ModelContainer model = ModelContainer.of(body -> "{\"length\":" + body.length() + "}")) {
 *   model.failWhen(request -> request.body().contains("bad"), 400, "missing field");
 * }
 * }</pre>
 */
public final class ModelContainer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int THREADS = 4;

  /**
   * One call of {@code /invocations}.
   *
   * @param body what was sent
   * @param contentType header {@code Content-Type}
   * @param accept header {@code Accept}
   */
  public record Request(String body, String contentType, String accept) {

    /** The records of the body, one per line. */
    public List<String> records() {
      return body.lines().toList();
    }
  }

  private record Answer(int status, String body) {}

  /** Failures that are asked in turn before the model; the first that knows an answer gives it. */
  private final List<Function<Request, List<Answer>>> failures = new CopyOnWriteArrayList<>();

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final UnaryOperator<String> model;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private volatile Answer executionParameters = new Answer(NOT_FOUND, "");

  private ModelContainer(int port, UnaryOperator<String> model) {
    this.model = model;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.createContext("/ping", exchange -> send(exchange, new Answer(OK, "")));
    server.createContext("/execution-parameters", exchange -> send(exchange, executionParameters));
    server.createContext("/invocations", this::invoke);
    server.setExecutor(threads);
    server.start();
  }

  /** A model that answers each request as a whole. */
  public static ModelContainer of(UnaryOperator<String> bodyToAnswer) {
    return at(0, bodyToAnswer);
  }

  /** As {@link #of}, on this port. */
  public static ModelContainer at(int port, UnaryOperator<String> bodyToAnswer) {
    return new ModelContainer(port, bodyToAnswer);
  }

  /** A model that answers each line of a request with a line. */
  public static ModelContainer ofRecords(UnaryOperator<String> recordToAnswer) {
    return of(body -> body.lines().map(recordToAnswer).collect(Collectors.joining("\n", "", "\n")));
  }

  /** Fails every request that matches. Never put a request's body into the message. */
  public ModelContainer failWhen(Predicate<Request> matches, int status, String message) {
    Answer failure = new Answer(status, message);
    failures.add(request -> matches.test(request) ? List.of(failure) : List.of());
    return this;
  }

  /** Fails the next requests, whatever they are, then works. */
  public ModelContainer failNext(int times, int status, String message) {
    int last = requests.size() + times;
    return failWhen(request -> requests.size() <= last, status, message);
  }

  /** What {@code /execution-parameters} answers; 404 unless this is called. */
  public ModelContainer executionParameters(String json) {
    executionParameters = new Answer(OK, json);
    return this;
  }

  /** The server's address: the {@code PrimaryContainer.Image} of a model at the emulator. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The calls of {@code /invocations} so far, failed ones included, as they came in. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Begins anew to keep requests. */
  public void forgetRequests() {
    requests.clear();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void invoke(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            new String(exchange.getRequestBody().readAllBytes(), UTF_8),
            header(exchange, "Content-Type"),
            header(exchange, "Accept"));
    requests.add(request);
    send(exchange, answer(request));
  }

  private Answer answer(Request request) {
    return failures.stream()
        .flatMap(failure -> failure.apply(request).stream())
        .findFirst()
        .orElseGet(() -> new Answer(OK, model.apply(request.body())));
  }

  private static String header(HttpExchange exchange, String name) {
    return String.join(",", exchange.getRequestHeaders().getOrDefault(name, List.of()));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
