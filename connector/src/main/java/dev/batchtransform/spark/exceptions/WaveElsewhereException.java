package dev.batchtransform.spark.exceptions;

/**
 * A wave's job is known to exist, but not where it was looked for. Nothing was started, since that
 * would pay for the wave again, and nothing was changed. The message says where to look.
 */
public final class WaveElsewhereException extends TransformException {

  public WaveElsewhereException(String message) {
    super(message, null);
  }
}
