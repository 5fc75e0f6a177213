package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.record.Columns;
import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.encode.JsonLine;
import dev.batchtransform.spark.internal.record.encode.LineBuffer;
import dev.batchtransform.spark.internal.record.encode.ScalarWriters;
import dev.batchtransform.spark.internal.record.encode.ValueWriter;
import dev.batchtransform.spark.internal.record.encode.ValueWriters;
import dev.batchtransform.spark.internal.record.json.JacksonTokens;
import java.io.IOException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row, in the form in which an answer's key is compared with it: what the record had
 * as the key when it was sent. Not safe for threads.
 */
public final class CarriedKey {

  private final int ordinal;
  private final ValueWriter writer;
  private final LineBuffer buffer = new LineBuffer();
  private final JsonLine json = new JsonLine(buffer);

  private CarriedKey(int ordinal, ValueWriter writer) {
    this.ordinal = ordinal;
    this.writer = writer;
  }

  /**
   * The key of rows of {@code carried}.
   *
   * @throws InvalidSchemaException when they have no such column
   */
  public static CarriedKey of(StructType carried, String column) {
    int ordinal = Columns.indexOf(carried, column);
    DataType type = carried.fields()[ordinal].dataType();
    return new CarriedKey(ordinal, ValueWriters.of(type, column, TimestampPrecision.MILLISECONDS));
  }

  /**
   * Whether values of a type can be compared once they have been to a model and back: those with a
   * fraction in binary come back rounded.
   */
  public static boolean isKeyType(DataType type) {
    return ScalarWriters.isText(type)
        || type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof DecimalType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** The key of a row, for comparison with {@link AnswerReader#keys}. */
  public @Nullable String of(SpecializedGetters row) throws IOException {
    buffer.clear();
    json.begin();
    writer.writeNullable(json, row, ordinal);
    try (JacksonTokens tokens =
        new JacksonTokens(JsonInput.LENIENT.createParser(buffer.bytes(), 0, buffer.length()))) {
      tokens.nextToken();
      return KeyReader.textOf(tokens);
    }
  }
}
