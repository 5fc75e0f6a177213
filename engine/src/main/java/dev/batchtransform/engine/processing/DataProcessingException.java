package dev.batchtransform.engine.processing;

/** A record or an answer cannot be filtered or joined. The message holds none of its content. */
public final class DataProcessingException extends Exception {

  public DataProcessingException(String message) {
    super(message);
  }
}
