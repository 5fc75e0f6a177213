package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.record.Columns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The kinds of records: an object or a csv line of columns, one column itself, raw JSON, raw text,
 * and the {@linkplain WrappedRecords request of a family}.
 */
final class RecordBodies {

  private RecordBodies() {}

  /**
   * The body of records that {@code spec} describes, appending to {@code line}.
   *
   * @throws InvalidSchemaException when the columns cannot be sent that way
   */
  static RecordBody of(StructType schema, RecordSpec spec, LineBuffer line) {
    if (spec.rowIds() && !spec.format().isJson()) {
      throw new InvalidOptionException(
          "Cannot add a row id to records that are not JSON. Use join=position.");
    }
    if (spec.payloadColumn() != null) {
      int ordinal = Columns.indexOf(schema, spec.payloadColumn());
      RecordBody body =
          spec.format().isWrapped()
              ? new WrappedRecords(spec.format(), spec.timestamps(), line)
                  .ofPayload(SentField.of(schema, ordinal, "", List.of()))
              : payload(schema.fields()[ordinal], ordinal, spec, line);
      return row -> !row.isNullAt(ordinal) && body.append(row);
    }
    if (spec.format() == RecordFormat.TEXT) {
      throw new InvalidOptionException(
          "Cannot make records of columns because the content type is neither JSON nor csv. "
              + "Build the line yourself and name its column with 'payloadColumn'.");
    }
    if (spec.columns().isEmpty()) {
      throw new InvalidOptionException(
          "Cannot send records without columns. Name at least one with 'inputColumns'.");
    }
    List<SentField> sent = SentFields.of(schema, spec.columns());
    if (spec.format() == RecordFormat.CSV) {
      return csv(CsvFields.ofColumns(sent, spec.timestamps()), 0, line);
    }
    if (spec.format().isWrapped()) {
      return new WrappedRecords(spec.format(), spec.timestamps(), line).ofColumns(sent);
    }
    return generated(new ObjectWriter(sent, spec.timestamps())::write, line);
  }

  private static RecordBody payload(
      StructField field, int ordinal, RecordSpec spec, LineBuffer line) {
    DataType type = field.dataType();
    if (ScalarWriters.isText(type)) {
      return spec.format() == RecordFormat.JSON ? rawJson(ordinal, line) : rawText(ordinal, line);
    }
    if (spec.format() == RecordFormat.CSV) {
      return csv(CsvFields.of(type, field.name(), spec.timestamps()), ordinal, line);
    }
    if (spec.format() == RecordFormat.TEXT) {
      throw new InvalidSchemaException(
          ("Cannot send column '%s' as a line because its type is %s and the content type is neither "
                  + "JSON nor csv. Make it a string that holds the line.")
              .formatted(field.name(), type.typeName()));
    }
    ValueWriter writer = ValueWriters.of(type, field.name(), spec.timestamps());
    return generated((generator, row) -> writer.write(generator, row, ordinal), line);
  }

  private static RecordBody rawJson(int ordinal, LineBuffer line) {
    return row -> {
      ByteBuffer text = row.getUTF8String(ordinal).getByteBuffer();
      int offset = text.arrayOffset() + text.position();
      return RawJson.append(text.array(), offset, text.remaining(), line);
    };
  }

  /** A blank line is refused too, because a reader of lines may or may not count it. */
  private static RecordBody rawText(int ordinal, LineBuffer line) {
    return row -> {
      byte[] text = row.getUTF8String(ordinal).getBytes();
      boolean blank = true;
      for (byte b : text) {
        if (b == '\n' || b == '\r') {
          return false;
        }
        blank &= b == ' ' || b == '\t';
      }
      line.write(text);
      return !blank;
    };
  }

  /** A blank line is refused, as that of a text is: where the only value is null. */
  private static RecordBody csv(CsvFields.Field fields, int ordinal, LineBuffer line) {
    CsvLine csv = new CsvLine(line);
    return row -> {
      try {
        csv.begin();
        return fields.append(csv, row, ordinal) && !csv.isBlank();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    };
  }

  static RecordBody generated(JsonRecord record, LineBuffer line) {
    JsonLine json = new JsonLine(line);
    return row -> {
      try {
        json.begin();
        record.write(json, row);
        return true;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    };
  }

  /** Writes a JSON value of a row. */
  @FunctionalInterface
  interface JsonRecord {
    void write(JsonLine json, InternalRow row) throws IOException;
  }
}
