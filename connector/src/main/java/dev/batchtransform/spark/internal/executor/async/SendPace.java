package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast requests are sent: one at first, then as many at a time as went well before and a few
 * more, half as many after a refusal, and after each further one later. Used by one thread at a
 * time.
 */
final class SendPace {

  /** Most requests that are sent before it is looked how they went. */
  static final int MOST = 64;

  private final Backoff pauses;
  private final Duration serviceTimeout;
  private final Clock clock;
  private int size = 1;
  private int refusals;
  private @Nullable Instant refusedSince;
  private Instant next = Instant.MIN;

  /**
   * @param serviceTimeout for how long the service may refuse all
   */
  SendPace(Backoff pauses, Duration serviceTimeout, Clock clock) {
    this.pauses = pauses;
    this.serviceTimeout = serviceTimeout;
    this.clock = clock;
  }

  /** Whether it is not too early to send. */
  boolean isDue() {
    return !clock.instant().isBefore(next);
  }

  /** Time until it is. */
  Duration untilDue() {
    Duration left =
        next.equals(Instant.MIN) ? Duration.ZERO : Duration.between(clock.instant(), next);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** How many requests to send at a time. */
  int size() {
    return size;
  }

  /** All that were sent together have been taken. */
  void wentWell() {
    size = Math.min(MOST, size + Sender.THREADS);
    refusals = 0;
    refusedSince = null;
    next = Instant.MIN;
  }

  /**
   * Some were refused.
   *
   * @param someTaken whether others were taken at the same time
   * @return whether it is worth going on
   */
  boolean refused(AwsCallException why, boolean someTaken) {
    Instant now = clock.instant();
    size = Math.max(1, size / 2);
    if (someTaken || refusedSince == null) {
      refusedSince = now;
    }
    refusals = someTaken ? 1 : refusals + 1;
    next = now.plus(pauses.before(refusals));
    return now.isBefore(refusedSince.plus(why.kind().worthRepeating(serviceTimeout)));
  }
}
