package dev.batchtransform.spark.internal.record.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.record.encode.OneLineJson.FieldName;
import java.io.IOException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Writes fields of a struct, or columns of a row, as a JSON object. Null fields are kept. */
final class ObjectWriter {

  private final int[] ordinals;
  private final FieldName[] names;
  private final ValueWriter[] writers;

  /**
   * @param ordinals the fields to write, in this order
   * @param parent path of the struct within the row, ending in a dot; empty for the row itself
   */
  ObjectWriter(StructType type, int[] ordinals, String parent, TimestampPrecision timestamps) {
    this.ordinals = ordinals.clone();
    this.names = new FieldName[ordinals.length];
    this.writers = new ValueWriter[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      StructField field = type.fields()[ordinals[i]];
      names[i] = new FieldName(field.name());
      writers[i] = ValueWriters.of(field.dataType(), parent + field.name(), timestamps);
    }
  }

  void write(JsonGenerator json, SpecializedGetters row) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < ordinals.length; i++) {
      names[i].write(json);
      writers[i].writeNullable(json, row, ordinals[i]);
    }
    json.writeEndObject();
  }
}
