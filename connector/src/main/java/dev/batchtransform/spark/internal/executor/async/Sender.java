package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.internal.aws.AsyncEndpoint;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.async.Books.Ask;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Sends files as requests, several at a time. */
final class Sender {

  /** Most requests that are sent at the same time: each waits for its 202 only. */
  static final int THREADS = 16;

  private final AsyncEndpoint endpoint;
  private final TransformOptions options;
  private final ExecutorService threads;
  private final Clock clock;

  /**
   * @param threads is not shut down here
   */
  Sender(AsyncEndpoint endpoint, TransformOptions options, ExecutorService threads, Clock clock) {
    this.endpoint = endpoint;
    this.options = options;
    this.threads = threads;
    this.clock = clock;
  }

  /** The endpoint's name. */
  String endpoint() {
    return endpoint.name();
  }

  /** What became of a file that was to be sent. */
  sealed interface Outcome {}

  /** The endpoint has it. */
  record Taken(Receipt receipt) implements Outcome {}

  /** The endpoint has it not, or that is not known. */
  record Refused(Ask ask, AwsCallException why) implements Outcome {}

  /**
   * Sends files; the outcomes are in their order.
   *
   * @param created when the endpoint was created, as far as that is known
   * @throws InterruptedException when this thread was interrupted; what was sent until then is in
   *     the endpoint's queue all the same
   */
  List<Outcome> send(Wave wave, List<Ask> asks, Optional<Instant> created)
      throws InterruptedException {
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (Ask ask : asks) {
      calls.add(() -> send(wave, ask, created));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> call : threads.invokeAll(calls)) {
      try {
        outcomes.add(call.get());
      } catch (ExecutionException failure) {
        throw new IllegalStateException(failure.getCause());
      }
    }
    return outcomes;
  }

  private Outcome send(Wave wave, Ask ask, Optional<Instant> created) {
    String file = ask.file().name();
    String id = InferenceId.of(wave, file, ask.attempt());
    Instant now = clock.instant();
    try {
      AsyncEndpoint.Accepted accepted =
          endpoint.invoke(
              new AsyncEndpoint.Request(
                  SageMakerUris.of(wave.layout().input(ask.file())),
                  id,
                  options.get(OptionTable.CONTENT_TYPE),
                  options.get(OptionTable.ACCEPT),
                  options.get(OptionTable.REQUEST_TTL_SECONDS),
                  options.get(OptionTable.INVOCATIONS_TIMEOUT_SECONDS)));
      return new Taken(
          new Receipt(
              file, ask.attempt(), id, accepted.output(), accepted.failure(), now, created));
    } catch (AwsCallException failure) {
      return new Refused(ask, failure);
    }
  }
}
