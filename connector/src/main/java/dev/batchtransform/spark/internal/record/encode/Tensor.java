package dev.batchtransform.spark.internal.record.encode;

import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.internal.options.TimestampPrecision;
import dev.batchtransform.spark.internal.record.encode.OneLineJson.FieldName;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A value as a tensor of the Open Inference Protocol (v2), with a batch of one as its first
 * dimension: a scalar has the shape {@code [1,1]}, an array of three {@code [1,3]}. Its elements
 * follow each other, whatever the depth. Not safe for threads.
 */
final class Tensor {

  private static final Map<DataType, String> DATATYPES =
      Map.of(
          DataTypes.BooleanType, "BOOL",
          DataTypes.ByteType, "INT8",
          DataTypes.ShortType, "INT16",
          DataTypes.IntegerType, "INT32",
          DataTypes.LongType, "INT64",
          DataTypes.FloatType, "FP32",
          DataTypes.DoubleType, "FP64",
          DataTypes.StringType, "BYTES");

  private static final int UNKNOWN = -1;

  private final SentField field;
  private final FieldName name;
  private final String datatype;
  private final ValueWriter elements;
  private final boolean isVector;
  private final int depth;
  private final int[] shape;

  private Tensor(SentField field, String datatype, ValueWriter elements, int depth) {
    this.field = field;
    this.name = new FieldName(field.name());
    this.datatype = datatype;
    this.elements = elements;
    this.isVector = VectorWriter.isVector(field.type());
    this.depth = depth;
    this.shape = new int[Math.max(1, depth)];
  }

  /**
   * The tensor of a field.
   *
   * @throws InvalidSchemaException when its type makes none
   */
  static Tensor of(SentField field, TimestampPrecision timestamps) {
    if (VectorWriter.isVector(field.type())) {
      return new Tensor(field, "FP64", new VectorWriter(), 1);
    }
    int depth = 0;
    DataType type = field.type();
    while (type instanceof ArrayType array) {
      type = array.elementType();
      depth++;
    }
    String datatype = ScalarWriters.isText(type) ? "BYTES" : DATATYPES.get(type);
    Optional<ValueWriter> elements = ScalarWriters.of(type, timestamps);
    if (datatype == null || elements.isEmpty()) {
      throw new InvalidSchemaException(
          "Cannot send column '%s' because its type %s cannot be made a tensor. Cast it to a number, a string or an array of them, or leave the column out with 'inputColumns'."
              .formatted(field.path(), field.type().typeName()));
    }
    return new Tensor(field, datatype, elements.get(), depth);
  }

  /**
   * Finds out the shape of a row's value, for {@link #write}; false when it has none: there are no
   * nulls in a tensor, and the arrays in an array are of one length.
   */
  boolean measure(SpecializedGetters row) {
    SpecializedGetters holder = field.holder(row);
    if (holder == null) {
      return false;
    }
    Arrays.fill(shape, UNKNOWN);
    if (isVector) {
      shape[0] = VectorWriter.size(holder, field.ordinal());
      return true;
    }
    shape[0] = depth == 0 ? 1 : UNKNOWN;
    return depth == 0 || measure(holder.getArray(field.ordinal()), 0);
  }

  private boolean measure(ArrayData array, int level) {
    if (shape[level] == UNKNOWN) {
      shape[level] = array.numElements();
    }
    boolean even = shape[level] == array.numElements();
    for (int each = 0; even && each < array.numElements(); each++) {
      even =
          !array.isNullAt(each) && (level + 1 == depth || measure(array.getArray(each), level + 1));
    }
    return even;
  }

  /** Writes the tensor of the row that was measured last. */
  void write(JsonLine json, InternalRow row) throws IOException {
    json.startObject();
    json.name("name");
    json.write(name.text());
    json.name("datatype");
    json.write(datatype);
    json.name("shape");
    json.startArray();
    json.write(1L);
    for (int size : shape) {
      json.write((long) Math.max(0, size));
    }
    json.endArray();
    json.name("data");
    writeData(json, row);
    json.endObject();
  }

  private void writeData(JsonLine json, InternalRow row) throws IOException {
    SpecializedGetters holder = field.holder(row);
    if (holder == null) {
      throw new IllegalStateException("The row was not measured");
    }
    if (isVector) {
      elements.write(json, holder, field.ordinal());
      return;
    }
    json.startArray();
    if (depth == 0) {
      elements.write(json, holder, field.ordinal());
    } else {
      writeElements(json, holder.getArray(field.ordinal()), 0);
    }
    json.endArray();
  }

  private void writeElements(JsonLine json, ArrayData array, int level) throws IOException {
    for (int each = 0; each < array.numElements(); each++) {
      if (level + 1 == depth) {
        elements.write(json, array, each);
      } else {
        writeElements(json, array.getArray(each), level + 1);
      }
    }
  }
}
