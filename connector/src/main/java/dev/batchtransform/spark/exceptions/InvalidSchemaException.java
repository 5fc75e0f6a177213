package dev.batchtransform.spark.exceptions;

/** A DataFrame's columns or their types, or those requested of a result, do not fit. */
public final class InvalidSchemaException extends TransformException {

  public InvalidSchemaException(String message) {
    super(message, null);
  }
}
