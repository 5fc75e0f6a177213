package dev.batchtransform.engine;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model could not be used for as long as there was patience, whatever it was asked. It says
 * nothing about any record.
 */
public final class ModelUnavailableException extends IOException {

  private static final long serialVersionUID = 1L;

  /** A model that cannot be started. */
  ModelUnavailableException(String message) {
    super(message);
  }

  /**
   * A model that answers nobody.
   *
   * @param message why, and what to do
   */
  public ModelUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A model that is away.
   *
   * @param model what people know it by, without anything secret
   * @param why what it did instead of answering, a clause
   */
  ModelUnavailableException(
      Object model, String why, Duration patience, @Nullable Throwable cause) {
    super(
        "The model at %s %s, and has answered nothing for %d s. Find out why it does not work, or restart it."
            .formatted(model, why, patience.toSeconds()),
        cause);
  }
}
