package dev.batchtransform.spark.exceptions;

/** There is no such run below the staging path, or none that has completed. */
public final class RunNotFoundException extends TransformException {

  public RunNotFoundException(String message) {
    super(message, null);
  }
}
