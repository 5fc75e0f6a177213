package dev.batchtransform.engine.processing;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How records are taken apart for filters and the join. A value is a {@code Map} with string keys,
 * a {@code List}, or a leaf that only its own format looks into.
 */
sealed interface RecordFormat permits JsonFormat, CsvFormat {

  /** CSV for {@code text/csv}, JSON for everything else. */
  static RecordFormat of(@Nullable String mimeType) {
    boolean csv = mimeType != null && mimeType.toLowerCase(Locale.ROOT).startsWith("text/csv");
    return csv ? new CsvFormat() : new JsonFormat();
  }

  /** The one value of a record. */
  @Nullable Object read(byte[] record) throws DataProcessingException;

  /** The values of an answer, in order. */
  List<@Nullable Object> readAll(byte[] answer) throws DataProcessingException;

  /** A record and its answer as one value. */
  Object join(@Nullable Object input, @Nullable Object output);

  /** A value as text, without a newline at its end. */
  byte[] write(@Nullable Object value);
}
