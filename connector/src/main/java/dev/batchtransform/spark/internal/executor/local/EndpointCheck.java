package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.EndpointDescription;
import dev.batchtransform.spark.internal.aws.EndpointDescription.Answers;
import dev.batchtransform.spark.internal.aws.EndpointDescription.Standing;
import dev.batchtransform.spark.internal.aws.ModelEndpoint;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.model.BatchStrategy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses, before anything is staged, an endpoint that cannot answer. */
final class EndpointCheck {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointCheck.class);

  /** AWS's published API model says 6 MiB, others write of 25 MB: what lies between is tried. */
  private static final int MOST_MEBIBYTES = 25;

  private static final int MOST_MEBIBYTES_SERVERLESS = 4;

  private static final int MOST_SECONDS = 60;

  /** A driver that only waits costs money; an endpoint takes a few minutes to come up. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final TransformOptions options;
  private final EndpointSpec spec;

  EndpointCheck(TransformOptions options, EndpointSpec spec) {
    this.options = options;
    this.spec = spec;
  }

  /**
   * Looks the endpoint up. A caller that may not goes on.
   *
   * @throws InvalidOptionException when it cannot answer
   * @throws AwsCallException when there are no credentials, or SageMaker cannot be reached
   */
  void check() throws InterruptedException {
    requireDocumentedLimits();
    try (ModelEndpoint endpoint = spec.connect()) {
      describeWhenReady(endpoint).ifPresent(this::requireUse);
    }
  }

  private void requireDocumentedLimits() {
    int payload = options.get(OptionTable.MAX_PAYLOAD_IN_MB);
    if (payload > MOST_MEBIBYTES) {
      throw refusedPayload(payload, "an endpoint takes at most %d MB".formatted(MOST_MEBIBYTES));
    }
    int timeout = options.get(OptionTable.INVOCATIONS_TIMEOUT_SECONDS);
    // Beside a job the option is the job's.
    if (options.get(OptionTable.EXECUTOR) == ExecutorKind.LOCAL
        && options.isSet(OptionTable.INVOCATIONS_TIMEOUT_SECONDS)
        && timeout > MOST_SECONDS) {
      throw new InvalidOptionException(
          "Cannot use option 'invocationsTimeoutSeconds' with the value %d because an endpoint must answer within %d s. Leave it out or lower it; a model that needs longer runs with executor=batch-transform, or executor=async."
              .formatted(timeout, MOST_SECONDS));
    }
  }

  /** Empty when the caller may not look. */
  private Optional<EndpointDescription> describeWhenReady(ModelEndpoint endpoint)
      throws InterruptedException {
    Duration start = options.get(OptionTable.START_TIMEOUT);
    Duration limit = start.compareTo(LONGEST_WAIT) < 0 ? start : LONGEST_WAIT;
    Backoff pauses = pauses();
    long deadline = System.nanoTime() + limit.toNanos();
    for (int looks = 1; ; looks++) {
      Optional<EndpointDescription> seen = Optional.empty();
      try {
        seen = Optional.of(endpoint.describe());
        if (seen.get().standing() != Standing.COMING) {
          return seen;
        }
      } catch (AwsCallException failure) {
        if (failure.kind() == Kind.ACCESS_DENIED) {
          LOG.debug("{} is not checked: {}", spec, failure.getMessage());
          return Optional.empty();
        } else if (failure.kind() == Kind.NOT_FOUND) {
          throw refused(
              "SageMaker has none of that name there. Create it, or correct the name or the option 'region'.");
        } else if (!failure.kind().isTransient() || System.nanoTime() - deadline >= 0) {
          throw failure;
        }
      }
      if (System.nanoTime() - deadline >= 0) {
        throw refused(
            "it is still being created after %d s. Try again when it is InService."
                .formatted(limit.toSeconds()));
      }
      if (looks == 1) {
        LOG.info(
            "Waiting up to {} s for {}, which is {}",
            limit.toSeconds(),
            spec,
            seen.map(EndpointDescription::status).orElse("not to be looked up just now"));
      }
      TimeUnit.NANOSECONDS.sleep(pauses.before(looks).toNanos());
    }
  }

  private Backoff pauses() {
    Duration pause =
        options
            .find(OptionTable.POLL_INTERVAL)
            .filter(interval -> interval.compareTo(BETWEEN_LOOKS) < 0)
            .orElse(BETWEEN_LOOKS);
    return new Backoff(pause, pause.multipliedBy(4), 0.5);
  }

  private void requireUse(EndpointDescription endpoint) {
    if (endpoint.answers() != Answers.AT_ONCE) {
      throw refused(
          "it takes asynchronous requests alone. Use executor=async with endpointName=%s."
              .formatted(spec.name()));
    }
    if (endpoint.standing() == Standing.DOWN) {
      throw refused(endpoint.whyDown());
    }
    int payload = options.get(OptionTable.MAX_PAYLOAD_IN_MB);
    boolean counts =
        options.isSet(OptionTable.MAX_PAYLOAD_IN_MB)
            || options.get(OptionTable.BATCH_STRATEGY) == BatchStrategy.MULTI_RECORD;
    if (endpoint.serverless() && counts && payload > MOST_MEBIBYTES_SERVERLESS) {
      throw refusedPayload(
          payload,
          "a serverless endpoint takes at most %d MB".formatted(MOST_MEBIBYTES_SERVERLESS));
    }
  }

  private static InvalidOptionException refusedPayload(int payload, String limit) {
    return new InvalidOptionException(
        "Cannot use option 'maxPayloadInMB' with the value %d because %s. Set it to that or less."
            .formatted(payload, limit));
  }

  private InvalidOptionException refused(String why) {
    return new InvalidOptionException(
        "Cannot use option 'localModel' with %s because %s".formatted(spec, why));
  }
}
