package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that speaks the container contract; a test says what it answers. */
public final class HttpContainer implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final AtomicInteger pings = new AtomicInteger();
  private volatile int unhealthyPings;
  private volatile HttpHandler invocations = exchange -> answer(exchange, 200, "{}");
  private volatile HttpHandler parameters = exchange -> answer(exchange, 404, "");

  public HttpContainer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/ping", this::ping);
    server.createContext("/invocations", exchange -> invocations.handle(exchange));
    server.createContext("/execution-parameters", exchange -> parameters.handle(exchange));
    server.start();
  }

  private void ping(HttpExchange exchange) throws IOException {
    answer(exchange, pings.incrementAndGet() > unhealthyPings ? 200 : 503, "");
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public int pings() {
    return pings.get();
  }

  public void unhealthyPings(int number) {
    unhealthyPings = number;
  }

  public void onInvocations(HttpHandler handler) {
    invocations = handler;
  }

  public void executionParameters(int status, String json) {
    parameters = exchange -> answer(exchange, status, json);
  }

  public static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Answers with bytes and what is said about them; the request's body has been read. */
  public static void answer(
      HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
      throws IOException {
    headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Answers with the request's own body. */
  static void echo(HttpExchange exchange) throws IOException {
    answer(exchange, 200, Map.of(), exchange.getRequestBody().readAllBytes());
  }

  /** Closes the connection without an answer. */
  static void drop(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
