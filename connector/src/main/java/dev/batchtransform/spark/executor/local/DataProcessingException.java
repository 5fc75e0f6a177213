package dev.batchtransform.spark.executor.local;

/** A record or an answer cannot be filtered or joined. The message holds none of its content. */
final class DataProcessingException extends Exception {

  DataProcessingException(String message) {
    super(message);
  }
}
