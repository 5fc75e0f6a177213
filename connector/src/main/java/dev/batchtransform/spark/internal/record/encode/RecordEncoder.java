package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Makes the model's record of a row: one line, whatever the row holds. JSON is that of Spark's
 * {@code to_json} with {@code ignoreNullFields=false} and {@code timeZone=UTC} (so timestamps end
 * at milliseconds), except that decimals never have an exponent, MLlib's vectors are arrays of
 * numbers, and the characters U+0085, U+2028 and U+2029 leave escaped. Not safe for threads.
 */
public final class RecordEncoder {

  private static final byte[] BEFORE_RECORD = ascii("{\"record\":");
  private static final byte[] BEFORE_ROW = ascii(",\"row\":\"");
  private static final byte[] AFTER_ROW = ascii("\"}");

  private final LineBuffer line = new LineBuffer();
  private final RecordBody body;
  private final boolean rowIds;

  private RecordEncoder(StructType schema, RecordSpec spec) {
    this.body = RecordBodies.of(schema, spec, line);
    this.rowIds = spec.rowIds();
  }

  /**
   * Makes sure that rows of {@code schema} can be sent.
   *
   * @throws InvalidSchemaException naming the column that does not exist, is ambiguous or has a
   *     type without JSON form, and what to do
   */
  public static void check(StructType schema, RecordSpec spec) {
    create(schema, spec);
  }

  /**
   * An encoder of rows of {@code schema}.
   *
   * @throws InvalidSchemaException as {@link #check}
   */
  public static RecordEncoder create(StructType schema, RecordSpec spec) {
    return new RecordEncoder(schema, spec);
  }

  /**
   * Encodes a row into {@link #buffer()}.
   *
   * @param index the record's index in its file, from 0; used when the records have row ids
   * @return false when this row cannot be sent, and the buffer is then empty: its payload is null,
   *     or a string that is not one JSON value or, where records are not JSON, blank or more than
   *     one line; or a text among its columns has a line break, and records are csv
   */
  public boolean encode(InternalRow row, long index) {
    line.clear();
    if (rowIds) {
      line.write(BEFORE_RECORD);
    }
    if (!body.append(row)) {
      line.clear();
      return false;
    }
    if (rowIds) {
      line.write(BEFORE_ROW);
      line.write(ascii(Long.toString(index)));
      line.write(AFTER_ROW);
    }
    return true;
  }

  /** The array whose first {@link #length()} bytes are the line; the next row overwrites it. */
  public byte[] buffer() {
    return line.bytes();
  }

  /** Bytes of the line, without a line feed. */
  public int length() {
    return line.length();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
