package dev.batchtransform.emulator.endpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.batchtransform.emulator.log.LogStream;
import dev.batchtransform.emulator.storage.PendingObject;
import dev.batchtransform.emulator.storage.S3Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the ends of asynchronous requests into S3 and the log. Safe for many threads. */
final class AsyncDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(AsyncDelivery.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

  private final EndpointContext context;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();

  AsyncDelivery(EndpointContext context) {
    this.context = context;
  }

  /** Requests whose answer is in S3. */
  long answered() {
    return answered.get();
  }

  /** Requests that have failed, with or without an object that says so. */
  long failed() {
    return failed.get();
  }

  /** Requests that waited for too long. */
  long expired() {
    return expired.get();
  }

  /** Stores what became of a request. */
  void deliver(AsyncRequest request, Outcome outcome, LogStream log) {
    if (outcome instanceof Outcome.Answered ok && ok.response().succeeded()) {
      try {
        store(request.output(), ok.response().body());
        answered.incrementAndGet();
      } catch (IOException failure) {
        LOG.debug("Cannot store {}", request.output(), failure);
        fail(request, "Cannot store " + request.output() + ": " + failure.getMessage(), log);
      }
      return;
    }
    String sentence = ContainerFailure.of(outcome).sentence();
    log(request, sentence, log);
    byte[] said =
        outcome instanceof Outcome.Answered refused
            ? refused.response().body()
            : sentence.getBytes(StandardCharsets.UTF_8);
    storeFailure(request, sentence, said);
    failed.incrementAndGet();
  }

  /** A request ends without the container. */
  void fail(AsyncRequest request, String why, LogStream log) {
    log(request, why, log);
    storeFailure(request, why, why.getBytes(StandardCharsets.UTF_8));
    failed.incrementAndGet();
  }

  /** A request has waited for too long. */
  void expire(AsyncRequest request) {
    if (context.settings().async().expiredLeavesFailure()) {
      String why = "The request expired in the queue after %d s".formatted(request.ttlSeconds());
      storeFailure(request, why, why.getBytes(StandardCharsets.UTF_8));
    }
    expired.incrementAndGet();
  }

  private void storeFailure(AsyncRequest request, String why, byte[] said) {
    if (request.failure().isEmpty()) {
      return;
    }
    byte[] content =
        switch (context.settings().async().failureFormat()) {
          case TEXT -> why.getBytes(StandardCharsets.UTF_8);
          case JSON ->
              JsonNodeFactory.instance
                  .objectNode()
                  .put("inferenceId", request.inferenceId())
                  .put("failureReason", why)
                  .toString()
                  .getBytes(StandardCharsets.UTF_8);
          case BODY -> said;
        };
    try {
      store(request.failure().get(), content);
    } catch (IOException failure) {
      LOG.warn("Cannot store {}", request.failure().get(), failure);
    }
  }

  private void store(S3Location location, byte[] content) throws IOException {
    try (PendingObject pending = context.store().create(location)) {
      pending.stream().write(content);
      pending.commit();
    }
  }

  private static void log(AsyncRequest request, String words, LogStream log) {
    log.append(
        "%s:[sagemaker logs] [%s] %s"
            .formatted(
                TIME.format(LocalDateTime.now(Clock.systemUTC())), request.inferenceId(), words));
  }
}
