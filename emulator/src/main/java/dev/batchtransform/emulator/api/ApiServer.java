package dev.batchtransform.emulator.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.batchtransform.emulator.job.JobContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. All its threads are daemons, and end when it is closed. */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final HttpServer server;
  private final ExecutorService threads;
  private final ServiceApi services;
  private final RuntimeApi runtime;
  private final ControlApi control;

  private ApiServer(
      HttpServer server, ServiceApi services, RuntimeApi runtime, ControlApi control) {
    this.server = server;
    this.services = services;
    this.runtime = runtime;
    this.control = control;
    this.threads =
        Executors.newCachedThreadPool(
            runnable -> {
              Thread thread = new Thread(runnable, "emulator-api");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a server.
   *
   * @param host the address to bind
   * @param port 0 picks a free one
   */
  public static ApiServer start(
      String host, int port, ApiSettings settings, Backend backend, ActionLog actions)
      throws IOException {
    Resources resources = new Resources();
    Arns arns = new Arns(settings.accountId());
    JobContext jobs = backend.context();
    Calls calls = new Calls(jobs.faults(), actions);
    // The JDK's server sends head and body apart; without this each answer waits 40 ms for the
    // client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
    ApiServer server =
        new ApiServer(
            http,
            new ServiceApi(operations(resources, arns, settings, backend, calls), calls),
            new RuntimeApi(
                new InvokeOperations(resources, arns, backend.endpoints()).operations(), calls),
            new ControlApi(jobs.faults(), actions, resources, jobs.logs()));
    server.startAsDaemon();
    return server;
  }

  private static List<Operation> operations(
      Resources resources, Arns arns, ApiSettings settings, Backend backend, Calls calls) {
    Duration retryBackoff = backend.context().settings().retryBackoff();
    JobOperations jobs = new JobOperations(resources, arns, settings, retryBackoff, backend.jobs());
    return Stream.of(
            new ModelOperations(resources, arns).operations(),
            jobs.operations(),
            new StateOperations(arns, calls, jobs, backend).operations(),
            new EndpointConfigOperations(resources, arns).operations(),
            new EndpointOperations(resources, arns, backend.endpoints()).operations(),
            new TagOperations(resources).operations(),
            new LogsOperations(backend.logs(), arns).operations())
        .flatMap(List::stream)
        .toList();
  }

  /** The JDK's dispatcher thread is a daemon only when the thread that starts it is one. */
  private void startAsDaemon() throws IOException {
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    Thread starter = new Thread(server::start, "emulator-api-start");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the server was starting.", interrupted);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith(ControlApi.ROOT)) {
        control.handle(exchange);
      } else if (path.startsWith(RuntimeApi.ROOT)) {
        runtime.handle(exchange);
      } else {
        services.handle(exchange);
      }
    } catch (RuntimeException failure) {
      LOG.error("Cannot answer a request", failure);
      throw failure;
    }
  }

  /** Address and port that the server listens on. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
