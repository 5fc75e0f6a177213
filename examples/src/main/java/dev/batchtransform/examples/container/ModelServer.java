package dev.batchtransform.examples.container;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP server of a container; {@link EmbeddingContainer} says what it answers. */
final class ModelServer implements AutoCloseable {
  private final TextModel model;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ModelServer(TextModel model, HttpServer http) {
    this.model = model;
    this.http = http;
    http.setExecutor(threads);
    http.createContext("/ping", exchange -> Responses.send(exchange, 200, "text/plain", ""));
    http.createContext("/execution-parameters", new ExecutionParametersHandler());
    http.createContext("/invocations", new InvocationsHandler(model));
  }

  /**
   * Listens.
   *
   * @param model what answers; closed with the server
   * @param host the address to listen on, such as {@code 127.0.0.1}
   * @param port the port, or 0 for a free one
   */
  static ModelServer start(String host, int port, TextModel model) throws IOException {
    // The JDK's server sends head and body apart; without this each answer waits 40 ms for the
    // client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
    ModelServer server = new ModelServer(model, http);
    http.start();
    return server;
  }

  /** Where it listens, {@code http://<host>:<port>}. */
  URI endpoint() {
    InetSocketAddress address = http.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    model.close();
  }
}
