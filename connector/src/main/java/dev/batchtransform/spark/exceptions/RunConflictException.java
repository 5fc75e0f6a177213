package dev.batchtransform.spark.exceptions;

/**
 * A run is there, and is not one with which this can be done: it has other rows or was written
 * otherwise, or it has not ended. Nothing was changed or sent.
 */
public final class RunConflictException extends TransformException {

  public RunConflictException(String message) {
    super(message, null);
  }
}
