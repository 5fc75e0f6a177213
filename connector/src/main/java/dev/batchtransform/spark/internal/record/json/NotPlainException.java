package dev.batchtransform.spark.internal.record.json;

import java.io.IOException;

/**
 * The scan is unsure of a value, or has come to the end of the bytes it was given. Says nothing of
 * the value: it is read again, with more bytes or by Jackson.
 */
public final class NotPlainException extends IOException {

  private static final long serialVersionUID = 1L;

  NotPlainException() {
    super("The scan cannot go on");
  }

  /** Costs nothing, since it may be thrown for every value. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
