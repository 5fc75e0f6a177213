package dev.batchtransform.spark.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * An option or an argument is missing, unknown, out of bounds, or contradicts another one. The
 * message names it and says what to do; it never shows a secret.
 */
public final class InvalidOptionException extends TransformException {

  public InvalidOptionException(String message) {
    super(message, null);
  }

  public InvalidOptionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
