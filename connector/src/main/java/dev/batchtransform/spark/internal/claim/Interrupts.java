package dev.batchtransform.spark.internal.claim;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** An interrupt that comes while a file system works ends as a failure of it. */
final class Interrupts {
  private Interrupts() {}

  /** Whether that failure was an interrupt. */
  static boolean isOne(IOException failure) {
    // A time-out of a socket is one of the class's children, and no interrupt.
    return failure instanceof ClosedByInterruptException
        || failure.getClass() == InterruptedIOException.class;
  }

  /** Lets whoever waits next see an interrupt that the file system has swallowed. */
  static void keep(IOException failure) {
    if (isOne(failure)) {
      Thread.currentThread().interrupt();
    }
  }
}
