package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.record.encode.OneLineJson.FieldName;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Writes fields of a struct, or values of a row, as a JSON object. Null ones are kept. */
final class ObjectWriter {

  private final FieldName[] names;
  private final FieldsWriter fields;

  /** Writes these fields, in this order. */
  ObjectWriter(List<SentField> fields, TimestampPrecision timestamps) {
    this.names =
        fields.stream().map(field -> new FieldName(field.name())).toArray(FieldName[]::new);
    this.fields = new FieldsWriter(fields, timestamps);
  }

  void write(JsonLine json, SpecializedGetters row) throws IOException {
    json.startObject();
    for (int each = 0; each < names.length; each++) {
      json.name(names[each]);
      fields.write(json, row, each);
    }
    json.endObject();
  }
}
