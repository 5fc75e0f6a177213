package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.AsyncEndpoint;
import dev.batchtransform.spark.internal.aws.EndpointDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the endpoint is still there, since nobody else says so of one that has
 * only to answer what it has. A caller that may not look goes without. Used by one thread at a
 * time.
 */
final class EndpointWatch {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointWatch.class);

  private final AsyncEndpoint endpoint;
  private final Duration pause;
  private final Clock clock;
  private @Nullable EndpointDescription seen;
  private Instant next = Instant.MIN;
  private boolean gone;

  EndpointWatch(AsyncEndpoint endpoint, Duration pause, Clock clock) {
    this.endpoint = endpoint;
    this.pause = pause;
    this.clock = clock;
  }

  /** Looks, unless it did so a moment ago. */
  void look() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(pause);
    try {
      seen = endpoint.describe();
      gone = false;
    } catch (AwsCallException failure) {
      gone = failure.kind() == Kind.NOT_FOUND;
      if (failure.kind() == Kind.ACCESS_DENIED) {
        next = Instant.MAX;
      }
      LOG.debug("Endpoint '{}' is not looked at: {}", endpoint.name(), failure.getMessage());
    }
  }

  /** Why it will not answer what it has been asked; empty when nothing speaks for that. */
  Optional<String> unable() {
    if (gone) {
      return Optional.of("SageMaker has no endpoint of that name any more.");
    }
    return Optional.ofNullable(seen).flatMap(EndpointRules::unable);
  }

  /** When the endpoint was created, as far as that is known. */
  Optional<Instant> created() {
    return Optional.ofNullable(seen).flatMap(EndpointDescription::created);
  }

  boolean isAsleep() {
    return seen != null && seen.isScaledToZero();
  }
}
