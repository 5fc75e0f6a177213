package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.model.ModelRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, updates, deletes and calls endpoints. Closing it ends all their containers. */
public final class EndpointRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointRunner.class);

  private final EndpointContext context;
  private final Set<Fleet> fleets = ConcurrentHashMap.newKeySet();
  private final Set<AsyncService> queues = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(daemons("endpoint"));
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(2, daemons("endpoint-clock"));

  public EndpointRunner(EndpointContext context) {
    this.context = context;
  }

  private static ThreadFactory daemons(String name) {
    return runnable -> {
      Thread thread = new Thread(runnable, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** How endpoints behave. */
  public EndpointSettings settings() {
    return context.settings();
  }

  /** An endpoint that is not there yet; {@link #create} starts its instances. */
  public Endpoint endpoint(String name, String arn, EndpointSpec spec, Models models) {
    Fleet fleet = new Fleet(name, spec, models, context);
    Optional<AsyncService> async =
        spec.async().map(queued -> new AsyncService(name, fleet, threads, clock, context));
    return new Endpoint(name, arn, Instant.now(), fleet, async);
  }

  /** Starts a new endpoint's instances. */
  public void create(Endpoint endpoint) {
    endpoint.async().ifPresent(this::open);
    threads.execute(() -> deploy(endpoint, endpoint.fleet()));
  }

  /** Begins to replace the instances; false when the endpoint is not in service. */
  public boolean update(Endpoint endpoint, EndpointSpec spec, Models models) {
    if (!endpoint.begin(EndpointStatus.UPDATING)) {
      return false;
    }
    threads.execute(() -> deploy(endpoint, new Fleet(endpoint.name(), spec, models, context)));
    return true;
  }

  /**
   * Begins to delete; false when the endpoint is changing already.
   *
   * @param gone called when the endpoint is no more
   */
  public boolean delete(Endpoint endpoint, Runnable gone) {
    if (!endpoint.begin(EndpointStatus.DELETING)) {
      return false;
    }
    threads.execute(
        () -> {
          endpoint.async().ifPresent(this::close);
          retire(endpoint.fleet());
          gone.run();
        });
    return true;
  }

  private void deploy(Endpoint endpoint, Fleet fleet) {
    fleets.add(fleet);
    try {
      provision(endpoint.name());
      if (needsInstances(endpoint)) {
        fleet.start();
      }
      Fleet before = endpoint.serve(fleet);
      if (endpoint.async().isPresent()) {
        endpoint.async().get().serve(fleet).drain();
      }
      if (before != fleet) {
        retire(before);
      }
    } catch (EndpointFailedException failure) {
      retire(fleet);
      endpoint.fail(String.valueOf(failure.getMessage()));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOG.error("Cannot start the instances of {}", endpoint, failure);
      retire(fleet);
      endpoint.fail("The emulator failed: " + failure);
    }
  }

  private boolean needsInstances(Endpoint endpoint) {
    boolean mayHaveNone = context.settings().async().scaleToZero();
    return !(mayHaveNone && endpoint.async().filter(AsyncService::isIdle).isPresent());
  }

  private void provision(String endpoint) throws EndpointFailedException, InterruptedException {
    Duration slow =
        context
            .faults()
            .take(Fault.SlowStart.class, endpoint)
            .map(fault -> Duration.ofMillis(Math.round(fault.seconds() * 1000)))
            .orElse(Duration.ZERO);
    TimeUnit.NANOSECONDS.sleep(context.settings().startupDelay().plus(slow).toNanos());
    if (context.faults().take(Fault.CapacityError.class, endpoint).isPresent()) {
      throw new EndpointFailedException(EndpointFailedException.CAPACITY_ERROR);
    }
  }

  private void open(AsyncService queue) {
    queues.add(queue);
    queue.open();
  }

  private void close(AsyncService queue) {
    queues.remove(queue);
    queue.close();
  }

  private void retire(Fleet fleet) {
    fleets.remove(fleet);
    fleet.close();
  }

  /**
   * Has an endpoint answer at once.
   *
   * @param target the variant that shall
   * @throws IllegalArgumentException when there is no such variant
   */
  public Outcome invoke(Endpoint endpoint, Optional<String> target, ModelRequest request)
      throws InterruptedException {
    Fleet fleet = endpoint.fleet();
    target.ifPresent(
        name -> {
          if (!fleet.hasVariant(name)) {
            throw new IllegalArgumentException(
                "Endpoint %s has no production variant %s.".formatted(endpoint.name(), name));
          }
        });
    Optional<EndpointInstance> instance = fleet.next(target);
    return instance.isPresent()
        ? instance.get().invoke(request, /* key= */ endpoint.name())
        : new Outcome.Unreachable("The endpoint has no instance.");
  }

  /** Has an asynchronous endpoint answer when a request's turn comes. */
  public void enqueue(Endpoint endpoint, AsyncRequest request) {
    endpoint
        .async()
        .orElseThrow(() -> new IllegalArgumentException(endpoint + " is not asynchronous"))
        .accept(request);
  }

  @Override
  public void close() {
    queues.forEach(AsyncService::close);
    clock.shutdownNow();
    threads.shutdownNow();
    try {
      boolean unused = threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    fleets.forEach(Fleet::close);
  }
}
