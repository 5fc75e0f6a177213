package dev.batchtransform.spark.it.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy before an S3 server, at which requests fail as they do on a real network. It forwards
 * what no fault strikes. A request is struck by the oldest fault that concerns it.
 *
 * <pre>{@code
 * sandbox.faultyS3().fault(S3Fault.slowDown(Operation.PUT, 3).of("_run.json"));
 * sandbox.faultyS3().clearFaults();
 * }</pre>
 *
 * <p>It keeps a request and its answer in memory.
 */
public final class FaultyS3 implements AutoCloseable {
  private final List<S3Fault> faults = new ArrayList<>();
  private final List<S3Request> struck = new CopyOnWriteArrayList<>();
  private final S3Upstream upstream;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Object gate = new Object();
  private int held;
  private int running;

  private FaultyS3(URI target) throws IOException {
    this.upstream = new S3Upstream(target);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a proxy before the server at {@code target}. */
  static FaultyS3 before(URI target) throws IOException {
    return new FaultyS3(target);
  }

  /** The proxy's address. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Adds a fault behind those that are there. */
  public synchronized void fault(S3Fault fault) {
    faults.add(fault);
  }

  /** The faults that have not struck as often as they should. */
  public synchronized List<S3Fault> faults() {
    return List.copyOf(faults);
  }

  /** Forgets the faults and what they have struck, and lets the held requests go on. */
  public synchronized void clearFaults() {
    faults.clear();
    struck.clear();
    release();
  }

  /** The requests that faults have struck. */
  public List<S3Request> struck() {
    return List.copyOf(struck);
  }

  /** Waits until a request is held. */
  public void awaitHeld() throws InterruptedException {
    synchronized (gate) {
      while (held == 0) {
        gate.wait();
      }
    }
  }

  /** Lets the held requests go on. */
  public void release() {
    synchronized (gate) {
      held = 0;
      gate.notifyAll();
    }
  }

  /** Waits until no request is under way. */
  public void awaitIdle() throws InterruptedException {
    synchronized (gate) {
      while (running > 0) {
        gate.wait();
      }
    }
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    count(1);
    try (exchange) {
      Optional<S3Fault> fault = strike(S3Request.of(exchange));
      if (fault.isPresent()) {
        fail(fault.get().kind(), exchange);
      } else {
        upstream.forward(exchange).send(exchange);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      count(-1);
    }
  }

  private void count(int change) {
    synchronized (gate) {
      running += change;
      gate.notifyAll();
    }
  }

  private synchronized Optional<S3Fault> strike(S3Request request) {
    for (ListIterator<S3Fault> each = faults.listIterator(); each.hasNext(); ) {
      S3Fault fault = each.next();
      if (fault.strikes(request)) {
        struck.add(request);
        if (fault.isSpent()) {
          each.remove();
        } else {
          each.set(fault.once());
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** An exchange that ends without its whole answer breaks the connection. */
  private void fail(S3Fault.Kind kind, HttpExchange exchange)
      throws IOException, InterruptedException {
    switch (kind) {
      case SLOW_DOWN -> S3Answer.error(503, "SlowDown").send(exchange);
      case DENY -> S3Answer.error(403, "AccessDenied").send(exchange);
      case RESET_REQUEST -> exchange.getRequestBody().read();
      case LOSE_ANSWER -> upstream.forward(exchange);
      case RESET_ANSWER -> upstream.forward(exchange).sendHalf(exchange);
      case TRUNCATE -> upstream.forward(exchange).half().send(exchange);
      case STALE_LISTING -> upstream.forward(exchange).firstListed().send(exchange);
      case HOLD -> {
        hold();
        upstream.forward(exchange).send(exchange);
      }
    }
  }

  private void hold() throws InterruptedException {
    synchronized (gate) {
      held++;
      gate.notifyAll();
      while (held > 0) {
        gate.wait();
      }
    }
  }
}
