package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.Nullable;

/** A wave could not be started and nothing is running or paid for. The message says what to do. */
public final class WaveRefusedException extends TransformException {

  public WaveRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
