package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.RecordFormat;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.record.encode.OneLineJson.FieldName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Records that are the request of a family of containers, with one row in it. */
final class WrappedRecords {

  /** Of a Hugging Face request: what is given to the pipeline beside the input. */
  private static final String PARAMETERS = "parameters";

  private final RecordFormat format;
  private final TimestampPrecision timestamps;
  private final LineBuffer line;

  WrappedRecords(RecordFormat format, TimestampPrecision timestamps, LineBuffer line) {
    this.format = format;
    this.timestamps = timestamps;
    this.line = line;
  }

  /** Records of these values. */
  RecordBody ofColumns(List<SentField> fields) {
    return switch (format) {
      case HUGGINGFACE -> pipelineCall(fields);
      case DATAFRAME_SPLIT -> table(fields);
      case TRITON -> tensors(fields);
      default -> wrapped("{\"instances\":[", object(fields), "]}");
    };
  }

  /** Records of one column itself; a row where it is null is not sent. */
  RecordBody ofPayload(SentField payload) {
    return switch (format) {
      case HUGGINGFACE -> wrapped("{\"inputs\":", value(payload), "}");
      case DATAFRAME_SPLIT, TRITON -> ofColumns(fieldsOf(payload));
      default -> wrapped("{\"instances\":[", value(payload), "]}");
    };
  }

  private List<SentField> fieldsOf(SentField payload) {
    if (payload.type() instanceof StructType struct) {
      SentField.Struct parent = new SentField.Struct(payload.ordinal(), struct.length());
      return SentField.allOf(struct, payload.name() + ".", List.of(parent));
    }
    throw new InvalidSchemaException(
        "Cannot send column '%s' itself because with recordFormat=%s it must be a struct of columns, and is %s. Name it with 'inputColumns'."
            .formatted(payload.name(), format.text(), payload.type().typeName()));
  }

  private RecordBody pipelineCall(List<SentField> fields) {
    Optional<SentField> parameters = fields.stream().filter(WrappedRecords::isParameters).findAny();
    List<SentField> inputs = fields.stream().filter(field -> !isParameters(field)).toList();
    if (inputs.isEmpty()) {
      throw new InvalidSchemaException(
          "Cannot send 'parameters' alone. Name the column of the inputs with 'inputColumns' too.");
    }
    RecordBody input = inputs.size() == 1 ? value(inputs.get(0)) : object(inputs);
    if (parameters.isEmpty()) {
      return wrapped("{\"inputs\":", input, "}");
    }
    FieldsWriter writer = new FieldsWriter(List.of(parameters.get()), timestamps);
    RecordBody call = wrapped("{\"inputs\":", input, ",\"parameters\":");
    RecordBody rest =
        wrapped("", RecordBodies.generated((json, row) -> writer.write(json, row, 0), line), "}");
    return row -> call.append(row) && rest.append(row);
  }

  private static boolean isParameters(SentField field) {
    return field.name().equals(PARAMETERS)
        && (field.type() instanceof StructType || field.type() instanceof MapType);
  }

  private RecordBody table(List<SentField> fields) {
    FieldsWriter writer = new FieldsWriter(fields, timestamps);
    String columns =
        text(
            json -> {
              json.startArray();
              for (SentField field : fields) {
                json.write(new FieldName(field.name()).text());
              }
              json.endArray();
            });
    return wrapped(
        "{\"dataframe_split\":{\"columns\":" + columns + ",\"data\":[",
        RecordBodies.generated(writer::writeArray, line),
        "]}}");
  }

  private RecordBody tensors(List<SentField> fields) {
    Tensor[] tensors =
        fields.stream().map(field -> Tensor.of(field, timestamps)).toArray(Tensor[]::new);
    RecordBody all =
        RecordBodies.generated(
            (json, row) -> {
              json.startArray();
              for (Tensor tensor : tensors) {
                tensor.write(json, row);
              }
              json.endArray();
            },
            line);
    RecordBody request = wrapped("{\"inputs\":", all, "}");
    return row -> areTensors(tensors, row) && request.append(row);
  }

  private static boolean areTensors(Tensor[] tensors, InternalRow row) {
    for (Tensor tensor : tensors) {
      if (!tensor.measure(row)) {
        return false;
      }
    }
    return true;
  }

  private RecordBody object(List<SentField> fields) {
    return RecordBodies.generated(new ObjectWriter(fields, timestamps)::write, line);
  }

  /** A value by itself; where it is null there is nothing to ask the model about. */
  private RecordBody value(SentField field) {
    FieldsWriter writer = new FieldsWriter(List.of(field), timestamps);
    RecordBody body = RecordBodies.generated((json, row) -> writer.write(json, row, 0), line);
    return row -> field.holder(row) != null && body.append(row);
  }

  private RecordBody wrapped(String before, RecordBody body, String after) {
    byte[] first = before.getBytes(StandardCharsets.UTF_8);
    byte[] last = after.getBytes(StandardCharsets.UTF_8);
    return row -> {
      line.write(first);
      if (!body.append(row)) {
        return false;
      }
      line.write(last);
      return true;
    };
  }

  @FunctionalInterface
  private interface JsonText {
    void write(JsonLine json) throws IOException;
  }

  private static String text(JsonText text) {
    LineBuffer buffer = new LineBuffer();
    RecordBodies.generated((json, row) -> text.write(json), buffer).append(InternalRow.empty());
    return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.UTF_8);
  }
}
