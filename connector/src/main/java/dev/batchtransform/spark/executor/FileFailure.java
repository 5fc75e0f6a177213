package dev.batchtransform.spark.executor;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Why a file has no output.
 *
 * @param message the container's or the service's own words, without any record's content
 * @param status HTTP status of the container's last answer; empty when there was none or it is
 *     unknown
 * @param line line in the input of the record, or of the first record of the request, that failed
 *     (1 is the first); empty when unknown
 * @param attempts how often the failing request was sent; 0 when it could not be, or is unknown
 */
public record FileFailure(String message, OptionalInt status, OptionalLong line, int attempts) {

  private static final int CONTENT_TOO_LARGE = 413;

  /** Whether the container found the request too large. */
  public boolean isTooLarge() {
    return status.isPresent() && status.getAsInt() == CONTENT_TOO_LARGE;
  }
}
