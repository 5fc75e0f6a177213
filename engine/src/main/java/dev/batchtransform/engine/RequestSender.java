package dev.batchtransform.engine;

import dev.batchtransform.engine.processing.DataProcessing;
import dev.batchtransform.engine.processing.DataProcessingException;
import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
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
  private final Backoff pauses;

  RequestSender(
      LocalModel model,
      EngineSettings settings,
      DataProcessing processing,
      InvocationListener listener) {
    this.model = model;
    this.settings = settings;
    this.processing = processing;
    this.listener = listener;
    Duration first = settings.retryBackoff();
    this.pauses = new Backoff(first, first.multipliedBy(4), 0.5);
  }

  /** The bytes that the output is to hold for this request. */
  byte[] send(String name, MiniBatch batch)
      throws InvocationException, ModelUnavailableException, InterruptedException {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt > settings.maxRetries();
      try {
        ModelResponse response = ask(batch);
        if (response.succeeded() || last || response.status() / 100 != 5) {
          report(name, batch, response.status(), attempt, start);
          return output(batch, response, attempt);
        }
      } catch (ModelUnavailableException away) {
        throw away;
      } catch (IOException failure) {
        if (last) {
          report(name, batch, 0, attempt, start);
          throw InvocationException.unanswered(batch, failure, attempt);
        }
      }
      TimeUnit.NANOSECONDS.sleep(pauses.before(attempt).toNanos());
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
    } catch (RuntimeException failure) {
      // A container answers 500 when its model throws; a model in this process has no container.
      LOG.debug("The model threw", failure);
      return new ModelResponse(500, failure.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] output(MiniBatch batch, ModelResponse response, int attempts)
      throws InvocationException {
    if (!response.succeeded()) {
      throw refused(batch, response, attempts);
    }
    try {
      return processing.output(batch.sources(), treated(response, batch.records()));
    } catch (AnswerCountException failure) {
      throw InvocationException.misaligned(batch, response.status(), attempts, failure);
    } catch (DataProcessingException failure) {
      throw InvocationException.unusable(batch, response.status(), attempts, failure);
    }
  }

  private byte[] treated(ModelResponse response, int records)
      throws DataProcessingException, AnswerCountException {
    return switch (settings.answers()) {
      case UNTOUCHED -> response.body();
      case DECODED -> page(AnswerText.of(response));
      case ONE_JSON_VALUE_PER_RECORD ->
          AnswerProof.oneJsonValueEach(page(AnswerText.of(response)), records);
      case ONE_LINE_PER_RECORD -> AnswerProof.oneLineEach(AnswerText.of(response), records);
    };
  }

  private static byte[] page(byte[] answer) throws DataProcessingException {
    Optional<String> page = AnswerText.page(answer);
    if (page.isPresent()) {
      throw new DataProcessingException(page.get());
    }
    return answer;
  }

  private InvocationException refused(MiniBatch batch, ModelResponse response, int attempts) {
    if (settings.answers() == AnswerTreatment.UNTOUCHED) {
      return InvocationException.refused(batch, response, attempts, "");
    }
    String cure = Refusal.cure(response, settings).orElse("");
    return InvocationException.refused(batch, readable(response), attempts, cure);
  }

  /** A refusal whose words can be read; what cannot be decoded has none. */
  private static ModelResponse readable(ModelResponse response) {
    try {
      return new ModelResponse(response.status(), AnswerText.of(response));
    } catch (DataProcessingException unreadable) {
      return new ModelResponse(response.status(), new byte[0]);
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
}
