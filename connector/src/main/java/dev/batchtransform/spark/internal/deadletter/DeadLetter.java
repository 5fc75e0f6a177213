package dev.batchtransform.spark.internal.deadletter;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A row that has no prediction, once its run has ended. The first five are those of the result's
 * {@code prediction_error}.
 *
 * @param code name of an {@link ErrorCode}
 * @param message the model's or the service's own words
 * @param file the staged file it is in
 * @param line line of its record in the file, 1 for the first; null when it was never sent
 * @param attempts waves in which it was sent
 * @param wave the last of them; null when it was never sent
 * @param record the record exactly as it was sent; null when it was never sent
 */
public record DeadLetter(
    String code,
    @Nullable String message,
    String file,
    @Nullable Long line,
    int attempts,
    @Nullable Integer wave,
    @Nullable String record) {

  /** Says where it is and never what is in it. */
  @Override
  public String toString() {
    return code + " in " + file + (line == null ? "" : ", line " + line);
  }
}
