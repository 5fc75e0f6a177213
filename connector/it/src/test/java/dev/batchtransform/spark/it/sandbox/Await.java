package dev.batchtransform.spark.it.sandbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes from elsewhere, another process for instance. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PACE = Duration.ofMillis(20);

  private Await() {}

  /**
   * Returns when the condition holds, and gives up only so that a broken test ends. An interrupt
   * does not end the wait and is not forgotten.
   */
  public static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    boolean interrupted = false;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("What was waited for has not come");
      }
      LockSupport.parkNanos(PACE.toNanos());
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
