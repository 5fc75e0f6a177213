package dev.batchtransform.spark.exceptions;

/** The staging path cannot be read or written. The same call goes on once it can. */
public final class StorageException extends TransformException {

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
