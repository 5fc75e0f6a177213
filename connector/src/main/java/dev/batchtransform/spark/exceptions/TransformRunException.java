package dev.batchtransform.spark.exceptions;

/**
 * A run that ended without what was asked of it. The message says what happened, where to look and
 * what to do next.
 */
public final class TransformRunException extends TransformException {

  public TransformRunException(String message) {
    super(message, null);
  }

  public TransformRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
