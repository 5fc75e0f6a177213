package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.internal.executor.PollPace;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;

/**
 * How many, how often and how long.
 *
 * @param maxInFlight requests that may be out at the same time
 * @param ttl how long a request may wait in the queue
 * @param timeout how long the container may work on it
 * @param slack time for an answer to appear after it cannot come any more
 * @param retries how often a request is sent again to which the container answered with a server
 *     error
 * @param serviceTimeout how long the service's own faults are waited out
 * @param pollPace pauses between two looks for answers
 * @param endpointPause between two looks at the endpoint
 * @param sendPauses pauses after refused requests
 */
record AsyncLimits(
    int maxInFlight,
    Duration ttl,
    Duration timeout,
    Duration slack,
    int retries,
    Duration serviceTimeout,
    PollPace pollPace,
    Duration endpointPause,
    Backoff sendPauses) {

  private static final Duration SLACK = Duration.ofMinutes(5);

  /**
   * Hadoop setting of {@link #slack}, in milliseconds, so that tests need not wait for a request
   * that has vanished. It may be less than nothing.
   */
  private static final String SLACK_SETTING = "dev.batchtransform.async.slack";

  private static final Duration ENDPOINT_PAUSE = Duration.ofMinutes(1);
  private static final Duration FIRST_SEND_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_SEND_PAUSE = Duration.ofMinutes(1);

  static AsyncLimits of(TransformOptions options, Configuration hadoop) {
    Duration poll = options.find(OptionTable.POLL_INTERVAL).orElse(ENDPOINT_PAUSE);
    return new AsyncLimits(
        options.get(OptionTable.MAX_IN_FLIGHT),
        Duration.ofSeconds(options.get(OptionTable.REQUEST_TTL_SECONDS)),
        Duration.ofSeconds(options.get(OptionTable.INVOCATIONS_TIMEOUT_SECONDS)),
        Duration.ofMillis(hadoop.getLong(SLACK_SETTING, SLACK.toMillis())),
        options.get(OptionTable.INVOCATIONS_MAX_RETRIES),
        options.get(OptionTable.SERVICE_TIMEOUT),
        new PollPace(
            options.find(OptionTable.POLL_INTERVAL),
            () -> ThreadLocalRandom.current().nextDouble()),
        shorter(poll.multipliedBy(4), ENDPOINT_PAUSE),
        new Backoff(shorter(poll, FIRST_SEND_PAUSE), LONGEST_SEND_PAUSE, 0.5));
  }

  /** Whether a request would have been answered by now, if it ever will be. */
  boolean isLate(Receipt receipt, Instant now) {
    return now.isAfter(receipt.sent().plus(ttl).plus(timeout).plus(slack));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
