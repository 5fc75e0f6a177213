package dev.batchtransform.spark.internal.record.value;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.jspecify.annotations.Nullable;

/** Reads an array of floats, an embedding say, without an object a number. */
final class FloatArrayReader implements ValueReader {

  // As long as the last array was, since the answers of a model mostly have one length.
  private float[] numbers = new float[0];

  @Override
  public @Nullable ArrayData read(JsonTokens json) throws IOException, MismatchException {
    if (ValueReaders.isNull(json, JsonToken.START_ARRAY, "an array")) {
      return null;
    }
    int count = json.nextFloats(numbers, 0);
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      reserve(count);
      if (token == JsonToken.VALUE_NUMBER_FLOAT) {
        numbers[count++] = json.getFloatValue();
      } else if (token == JsonToken.VALUE_NULL) {
        return withNulls(json, count);
      } else {
        try {
          numbers[count++] = ScalarReaders.floatValue(json);
        } catch (MismatchException failure) {
          throw failure.within("[" + (count - 1) + "]");
        }
      }
      count = json.nextFloats(numbers, count);
    }
    if (count != numbers.length) {
      numbers = Arrays.copyOf(numbers, count);
    }
    return UnsafeArrayData.fromPrimitiveArray(numbers);
  }

  private void reserve(int count) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(16, 2 * count));
    }
  }

  private ArrayData withNulls(JsonTokens json, int count) throws IOException, MismatchException {
    List<@Nullable Object> read = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      read.add(numbers[i]);
    }
    read.add(null);
    return ValueReaders.elements(json, ScalarReaders.FLOAT, read);
  }
}
