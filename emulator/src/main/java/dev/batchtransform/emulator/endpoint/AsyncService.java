package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes an endpoint asynchronous: its queue, and who works on it. Safe for many threads. */
final class AsyncService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncService.class);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMillis(100);
  private static final Duration BETWEEN_WAKE_UPS = Duration.ofMillis(500);

  /** Where instances are started. */
  private final Executor threads;

  private final ScheduledExecutorService clock;
  private final EndpointContext context;
  private final String endpoint;
  private final AsyncQueue queue = new AsyncQueue();
  private final AsyncDelivery delivery;
  private Optional<ScheduledFuture<?>> sweep = Optional.empty();
  private Fleet fleet;
  private AsyncWorkers workers;
  private boolean waking;
  private boolean closed;

  AsyncService(
      String endpoint,
      Fleet first,
      Executor threads,
      ScheduledExecutorService clock,
      EndpointContext context) {
    this.endpoint = endpoint;
    this.fleet = first;
    this.threads = threads;
    this.clock = clock;
    this.context = context;
    this.delivery = new AsyncDelivery(context);
    this.workers = newWorkers();
  }

  /** Begins to look for requests that wait for too long. */
  synchronized void open() {
    sweep =
        Optional.of(
            clock.scheduleWithFixedDelay(
                () -> queue.expired().forEach(delivery::expire),
                BETWEEN_SWEEPS.toMillis(),
                BETWEEN_SWEEPS.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  private AsyncWorkers newWorkers() {
    return new AsyncWorkers(endpoint, queue, delivery, clock, context);
  }

  /** Takes a request, whatever becomes of it. */
  void accept(AsyncRequest request) {
    if (context
        .faults()
        .take(Fault.Vanish.class, endpoint, fault -> fault.concerns(request.key()))
        .isPresent()) {
      return;
    }
    Duration hold =
        context
            .faults()
            .take(Fault.SlowQueue.class, endpoint, fault -> fault.concerns(request.key()))
            .map(fault -> Duration.ofMillis(Math.round(fault.seconds() * 1000)))
            .orElse(Duration.ZERO);
    Duration second = context.settings().async().ttlSecond();
    queue.add(request, hold, second.multipliedBy(request.ttlSeconds()));
    wakeUp();
  }

  /** Whether an endpoint that scales to zero would have no instance now. */
  synchronized boolean isIdle() {
    return fleet.instances().isEmpty() && queue.size() == 0;
  }

  /**
   * Has a fleet work on the queue from now on.
   *
   * @return the workers before, which have to be drained
   */
  synchronized AsyncWorkers serve(Fleet next) {
    AsyncWorkers before = workers;
    fleet = next;
    workers = newWorkers();
    startWorkers();
    wakeUp();
    return before;
  }

  private synchronized void startWorkers() {
    if (!closed) {
      fleet
          .spec()
          .async()
          .ifPresent(spec -> workers.start(fleet.instances(), spec.maxConcurrentPerInstance()));
    }
  }

  /** Starts instances when requests wait and there are none. */
  private synchronized void wakeUp() {
    if (!closed && !waking && fleet.instances().isEmpty() && queue.size() > 0) {
      waking = true;
      try {
        threads.execute(this::startInstances);
      } catch (RejectedExecutionException closing) {
        LOG.debug("{} is not woken up any more", endpoint, closing);
      }
    }
  }

  private void startInstances() {
    Fleet sleeping;
    synchronized (this) {
      sleeping = fleet;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(context.settings().async().wakeUpDelay().toNanos());
      sleeping.start();
      woken(sleeping);
    } catch (EndpointFailedException failure) {
      LOG.warn("The endpoint {} got no instances: {}", endpoint, failure.getMessage());
      var unused =
          clock.schedule(() -> woken(sleeping), BETWEEN_WAKE_UPS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void woken(Fleet woken) {
    waking = false;
    if (woken == fleet && !woken.instances().isEmpty()) {
      startWorkers();
    }
    wakeUp();
  }

  /** What it did and what it has. */
  Endpoint.AsyncStatistics statistics() {
    return new Endpoint.AsyncStatistics(
        queue.size(), delivery.answered(), delivery.failed(), delivery.expired());
  }

  /** Forgets what is in the queue and gives up what is being answered. */
  @Override
  public synchronized void close() {
    closed = true;
    sweep.ifPresent(running -> running.cancel(false));
    queue.clear();
    workers.stop();
  }
}
