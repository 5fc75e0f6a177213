package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.storage.S3Location;
import dev.batchtransform.spark.model.ModelRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the instances of one fleet answer what is in an endpoint's queue. */
final class AsyncWorkers {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncWorkers.class);

  private final String endpoint;
  private final AsyncQueue queue;
  private final AsyncDelivery delivery;
  private final ScheduledExecutorService clock;
  private final EndpointContext context;
  private final List<Worker> workers = new ArrayList<>();
  private volatile boolean enough;
  private volatile boolean stopped;

  AsyncWorkers(
      String endpoint,
      AsyncQueue queue,
      AsyncDelivery delivery,
      ScheduledExecutorService clock,
      EndpointContext context) {
    this.endpoint = endpoint;
    this.queue = queue;
    this.delivery = delivery;
    this.clock = clock;
    this.context = context;
  }

  /** Begins to take requests, as many at once as the configuration lets each instance have. */
  void start(List<EndpointInstance> instances, int concurrency) {
    for (EndpointInstance instance : instances) {
      for (int i = 0; i < concurrency; i++) {
        Worker worker = new Worker(instance);
        worker.thread.setDaemon(true);
        workers.add(worker);
        worker.thread.start();
      }
    }
  }

  private byte[] body(AsyncRequest request) throws IOException {
    if (request.input().isEmpty()) {
      return request.body();
    }
    S3Location input = request.input().get();
    try {
      long most = context.settings().async().maxInputBytes();
      long size = context.store().size(input);
      if (size > most) {
        throw new IOException(
            "The input %s has %d bytes, which is more than %d.".formatted(input, size, most));
      }
      try (InputStream in = context.store().open(input)) {
        return in.readAllBytes();
      }
    } catch (FileNotFoundException absent) {
      throw new IOException("The input %s does not exist.".formatted(input), absent);
    }
  }

  /** Takes no more requests, and waits for the answers to those that it has. */
  void drain() throws InterruptedException {
    enough = true;
    queue.wake();
    for (Worker worker : workers) {
      worker.thread.join();
    }
  }

  /** Gives up the requests that are not answered yet. */
  void stop() {
    enough = true;
    stopped = true;
    workers.forEach(Worker::interrupt);
  }

  /** One of the requests that an instance works on at once. */
  private final class Worker implements Runnable {

    private final EndpointInstance instance;
    private final Thread thread = new Thread(this, "async-of-" + endpoint);

    Worker(EndpointInstance instance) {
      this.instance = instance;
    }

    @Override
    public void run() {
      try {
        for (Optional<AsyncRequest> next = queue.take(() -> enough);
            next.isPresent();
            next = queue.take(() -> enough)) {
          serve(next.get());
        }
      } catch (InterruptedException given) {
        LOG.debug("A request to {} was given up", endpoint, given);
      }
    }

    private void serve(AsyncRequest request) throws InterruptedException {
      try {
        byte[] body = body(request);
        Outcome outcome =
            instance.invoke(
                new ModelRequest(
                    body, request.contentType(), request.accept(), request.invocationTimeout()),
                request.key());
        settle(() -> deliver(request, outcome));
      } catch (IOException failure) {
        String why = String.valueOf(failure.getMessage());
        settle(() -> delivery.fail(request, why, instance.dataLog()));
      } catch (RuntimeException failure) {
        LOG.error("Cannot serve {}", request, failure);
        settle(() -> delivery.fail(request, "The emulator failed: " + failure, instance.dataLog()));
      }
    }

    /** Not interrupted, so that no object is half written. */
    private synchronized void settle(Runnable end) {
      if (!stopped) {
        end.run();
      }
    }

    private void deliver(AsyncRequest request, Outcome outcome) {
      Optional<Fault.LateAnswer> late =
          context
              .faults()
              .take(Fault.LateAnswer.class, endpoint, fault -> fault.concerns(request.key()));
      if (late.isEmpty()) {
        delivery.deliver(request, outcome, instance.dataLog());
        return;
      }
      var unused =
          clock.schedule(
              () -> delivery.deliver(request, outcome, instance.dataLog()),
              Math.round(late.get().seconds() * 1000),
              TimeUnit.MILLISECONDS);
    }

    synchronized void interrupt() {
      thread.interrupt();
    }
  }
}
