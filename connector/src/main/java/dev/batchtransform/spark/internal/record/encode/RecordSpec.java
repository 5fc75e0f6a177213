package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a row becomes a record.
 *
 * @param columns the columns of the JSON object, of the line of csv or of the family's request, in
 *     this order, when {@code payloadColumn} is null: names, or entries such as {@code a.b as c}
 * @param payloadColumn the one column that is sent itself: a struct or map as an object, an array
 *     or vector as an array, a string as a raw JSON line, any other scalar as a JSON scalar; null
 *     to send {@code columns} as an object
 * @param format what a line is. Where it is text a {@code payloadColumn} of type string is needed,
 *     and its text is the line as it is; so may it be where it is csv
 * @param rowIds whether each line is {@code {"record":<record>,"row":"<index>"}}, so that an answer
 *     can name the record it belongs to
 * @param timestamps how fine the seconds of timestamps are
 */
public record RecordSpec(
    List<String> columns,
    @Nullable String payloadColumn,
    RecordFormat format,
    boolean rowIds,
    TimestampPrecision timestamps)
    implements Serializable {

  public RecordSpec {
    // A copy that every Java serialization can carry, whatever list was given.
    columns = List.copyOf(columns);
  }

  /** Timestamps to the millisecond. */
  public RecordSpec(
      List<String> columns, @Nullable String payloadColumn, RecordFormat format, boolean rowIds) {
    this(columns, payloadColumn, format, rowIds, TimestampPrecision.MILLISECONDS);
  }
}
