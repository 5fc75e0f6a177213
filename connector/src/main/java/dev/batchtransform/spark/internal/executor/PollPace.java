package dev.batchtransform.spark.internal.executor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The pauses between two looks at a job. Without a fixed interval a pause is a twentieth of the
 * time that the job has taken, between 5 and 60 seconds, so that its end is noticed soon in
 * proportion to its length. Failed looks in a row double it. Up to a tenth is added at random, lest
 * many drivers ask at the same moment.
 *
 * @param fixed the option {@code pollInterval}
 * @param random numbers from 0 to 1
 */
public record PollPace(Optional<Duration> fixed, DoubleSupplier random) {

  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int MOST_DOUBLINGS = 5;

  /** The next pause. */
  public Duration next(Duration elapsed, int failuresInARow) {
    Duration regular = fixed.orElseGet(() -> atMost(atLeast(elapsed.dividedBy(20), SHORTEST)));
    Duration patient = regular.multipliedBy(1L << Math.min(failuresInARow, MOST_DOUBLINGS));
    Duration pause = failuresInARow == 0 ? regular : atLeast(atMost(patient), regular);
    return pause.plusMillis((long) (pause.toMillis() * random.getAsDouble() / 10));
  }

  private static Duration atLeast(Duration pause, Duration least) {
    return pause.compareTo(least) < 0 ? least : pause;
  }

  private static Duration atMost(Duration pause) {
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
