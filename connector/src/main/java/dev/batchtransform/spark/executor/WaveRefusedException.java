package dev.batchtransform.spark.executor;

/** A wave could not be started and nothing is running or paid for. The message says what to do. */
public final class WaveRefusedException extends RuntimeException {

  public WaveRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
