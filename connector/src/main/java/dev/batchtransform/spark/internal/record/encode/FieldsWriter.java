package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.internal.options.TimestampPrecision;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Writes values of a row as JSON, wherever in it they are. */
final class FieldsWriter {

  private final SentField[] fields;
  private final ValueWriter[] writers;

  FieldsWriter(List<SentField> fields, TimestampPrecision timestamps) {
    this.fields = fields.toArray(SentField[]::new);
    this.writers =
        fields.stream()
            .map(field -> ValueWriters.of(field.type(), field.path(), timestamps))
            .toArray(ValueWriter[]::new);
  }

  /** Writes one of the values, or null. */
  void write(JsonLine json, SpecializedGetters row, int field) throws IOException {
    SpecializedGetters holder = fields[field].holder(row);
    if (holder == null) {
      json.writeNull();
    } else {
      writers[field].write(json, holder, fields[field].ordinal());
    }
  }

  /** Writes all of them as a JSON array. */
  void writeArray(JsonLine json, SpecializedGetters row) throws IOException {
    json.startArray();
    for (int each = 0; each < fields.length; each++) {
      write(json, row, each);
    }
    json.endArray();
  }
}
