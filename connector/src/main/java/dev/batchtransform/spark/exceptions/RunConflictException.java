package dev.batchtransform.spark.exceptions;

/**
 * There is such a run, but this cannot be done with it: it has other rows or was written
 * differently, or it has not ended. Nothing was changed or sent.
 */
public final class RunConflictException extends TransformException {

  public RunConflictException(String message) {
    super(message, null);
  }
}
