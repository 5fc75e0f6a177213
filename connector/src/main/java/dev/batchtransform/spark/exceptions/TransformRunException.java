package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * A run that ended without what was asked of it. The message says what happened, where to look and
 * what to do next.
 */
public final class TransformRunException extends TransformException {

  public TransformRunException(String message) {
    super(message, null);
  }

  public TransformRunException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
