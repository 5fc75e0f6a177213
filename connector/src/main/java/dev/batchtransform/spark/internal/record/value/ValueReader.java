package dev.batchtransform.spark.internal.record.value;

import dev.batchtransform.spark.internal.record.json.JsonTokens;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON value whose first token is the parser's current one, and leaves the parser at its
 * last.
 */
@FunctionalInterface
public interface ValueReader {

  /** Passes over a value. */
  ValueReader SKIP =
      json -> {
        json.skipChildren();
        return null;
      };

  /**
   * Returns the value, null for JSON's null.
   *
   * @throws MismatchException when the value is not of the expected type; the parser is then
   *     somewhere within it
   */
  @Nullable Object read(JsonTokens json) throws IOException, MismatchException;
}
