package dev.batchtransform.spark.executor.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request until it is answered or given up, and prepares its answer for the output. */
final class RequestSender {

  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  private final LocalModel model;
  private final EngineSettings settings;
  private final DataProcessing processing;
  private final InvocationListener listener;

  RequestSender(
      LocalModel model,
      EngineSettings settings,
      DataProcessing processing,
      InvocationListener listener) {
    this.model = model;
    this.settings = settings;
    this.processing = processing;
    this.listener = listener;
  }

  /** The bytes that the output is to hold for this request. */
  byte[] send(String name, MiniBatch batch) throws InvocationException, InterruptedException {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt > settings.maxRetries();
      try {
        ModelResponse response = ask(batch);
        if (response.succeeded() || last || response.status() / 100 != 5) {
          report(name, batch, response.status(), attempt, start);
          return output(batch, response, attempt);
        }
      } catch (IOException e) {
        if (last) {
          report(name, batch, 0, attempt, start);
          throw InvocationException.unanswered(batch, e, attempt);
        }
      }
      pause(attempt);
    }
  }

  private ModelResponse ask(MiniBatch batch) throws IOException, InterruptedException {
    try {
      return model.invoke(
          new ModelRequest(
              batch.body(),
              settings.contentType(),
              settings.accept(),
              settings.invocationTimeout()));
    } catch (RuntimeException e) {
      // A container answers 500 when its model throws; a model in this process has no container.
      LOG.debug("The model threw", e);
      return new ModelResponse(500, e.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] output(MiniBatch batch, ModelResponse response, int attempts)
      throws InvocationException {
    if (!response.succeeded()) {
      throw InvocationException.refused(batch, response, attempts);
    }
    try {
      return processing.output(batch.sources(), response.body());
    } catch (DataProcessingException e) {
      throw InvocationException.unusable(batch, response.status(), attempts, e);
    }
  }

  private void report(String name, MiniBatch batch, int status, int attempts, long start) {
    listener.onInvocation(
        new Invocation(
            name,
            batch.line(),
            batch.records(),
            batch.body().length,
            status,
            attempts,
            Duration.ofNanos(System.nanoTime() - start)));
  }

  /** Half to all of the time due, so that requests that failed together come back apart. */
  private void pause(int attempt) throws InterruptedException {
    long due = settings.retryBackoff().toMillis() << (attempt - 1);
    TimeUnit.MILLISECONDS.sleep(due / 2 + ThreadLocalRandom.current().nextLong(due / 2 + 1));
  }
}
