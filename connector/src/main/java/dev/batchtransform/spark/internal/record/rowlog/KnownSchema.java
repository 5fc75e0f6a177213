package dev.batchtransform.spark.internal.record.rowlog;

import java.io.IOException;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The schema of the row log that was opened last. A run's logs all have the same, and to parse it
 * takes longer than to read a few rows. Not safe for threads.
 */
public final class KnownSchema {

  private @Nullable String json;
  private @Nullable StructType schema;

  /** The schema of that JSON. */
  StructType of(String text, Parser parser) throws IOException {
    StructType known = schema;
    if (known == null || !text.equals(json)) {
      known = parser.parse(text);
      schema = known;
      json = text;
    }
    return known;
  }

  /** Makes a schema of its JSON. */
  @FunctionalInterface
  interface Parser {
    StructType parse(String text) throws IOException;
  }
}
