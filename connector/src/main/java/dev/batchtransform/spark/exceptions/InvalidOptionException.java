package dev.batchtransform.spark.exceptions;

/**
 * An option is missing, unknown, out of bounds, or contradicts another one. The message names the
 * option and says what to do; it never shows a secret.
 */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public InvalidOptionException(String message) {
    super(message);
  }
}
