package dev.batchtransform.spark.internal.stage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** An interrupt that comes while a file system works ends as a failure of it. */
public final class Interrupts {
  private Interrupts() {}

  /** Whether that failure was an interrupt. */
  public static boolean isOne(IOException failure) {
    // A time-out of a socket is one of the class's children, and no interrupt.
    return failure instanceof ClosedByInterruptException
        || failure.getClass() == InterruptedIOException.class;
  }

  /** Lets whoever waits next see an interrupt that the file system has swallowed. */
  public static void keep(IOException failure) {
    if (isOne(failure)) {
      Thread.currentThread().interrupt();
    }
  }
}
