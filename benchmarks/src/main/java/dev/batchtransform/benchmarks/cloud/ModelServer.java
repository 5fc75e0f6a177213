package dev.batchtransform.benchmarks.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model behind SageMaker's container contract. */
final class ModelServer implements AutoCloseable {
  private static final Duration NO_HURRY = Duration.ofMinutes(10);

  private final LocalModel model;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ModelServer(LocalModel model, HttpServer http) {
    this.model = model;
    this.http = http;
    http.setExecutor(threads);
    http.createContext("/ping", exchange -> send(exchange, ModelResponse.ok(new byte[0])));
    http.createContext(
        "/execution-parameters", exchange -> send(exchange, new ModelResponse(404, new byte[0])));
    http.createContext("/invocations", this::invoke);
  }

  static ModelServer start(LocalModel model) throws IOException {
    // The JDK's server sends head and body apart; without this each answer waits 40 ms for the
    // client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ModelServer server = new ModelServer(model, http);
    http.start();
    return server;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    model.close();
  }

  private void invoke(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      send(exchange, model.invoke(new ModelRequest(body, null, null, NO_HURRY)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, ModelResponse response) throws IOException {
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
