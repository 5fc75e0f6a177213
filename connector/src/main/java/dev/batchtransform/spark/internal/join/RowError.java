package dev.batchtransform.spark.internal.join;

import dev.batchtransform.spark.internal.ledger.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a row has no prediction.
 *
 * @param code what kind of reason it is
 * @param message the model's, the service's or our words
 * @param file the staged file it is in
 * @param line line of its record in the file, 1 for the first; null when it was never sent
 * @param attempts waves in which it was sent
 * @param wave the last of them; null when it was never sent
 */
public record RowError(
    ErrorCode code,
    @Nullable String message,
    String file,
    @Nullable Long line,
    int attempts,
    @Nullable Integer wave) {

  /** Says where it is; the message may quote a record. */
  @Override
  public String toString() {
    return code + " in " + file + (line == null ? "" : ", line " + line);
  }
}
