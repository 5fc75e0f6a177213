package dev.batchtransform.engine.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The pauses before something is done again: each twice as long as the one before, less a random
 * part, so that those who failed together come back apart. Who waits, and what ends the waiting, is
 * the caller's.
 *
 * @param first the first pause, when nothing is taken off
 * @param longest no pause is longer
 * @param spread the share of a pause that chance may take off, 0 to 1
 * @param random numbers from 0 to 1
 */
public record Backoff(Duration first, Duration longest, double spread, DoubleSupplier random) {
  private static final int MOST_DOUBLINGS = 10;

  /** With chance as it is. */
  public Backoff(Duration first, Duration longest, double spread) {
    this(first, longest, spread, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * The pause before a repetition.
   *
   * @param repetition which one, 1 or more
   */
  public Duration before(int repetition) {
    Duration doubled = first.multipliedBy(1L << Math.min(repetition - 1, MOST_DOUBLINGS));
    Duration pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    return pause.minusNanos((long) (pause.toNanos() * spread * random.getAsDouble()));
  }
}
