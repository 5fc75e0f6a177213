package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * Nothing can be learnt about a wave, and it may be running and cost money. The message says what
 * to do.
 */
public final class WaveOutOfReachException extends TransformException {

  public WaveOutOfReachException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
