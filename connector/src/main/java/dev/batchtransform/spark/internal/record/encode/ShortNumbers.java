package dev.batchtransform.spark.internal.record.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes doubles and floats without an object a number. Not safe for threads. */
final class ShortNumbers {

  private final ShortestDigits digits = new ShortestDigits();

  void write(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      digits.put(value);
      json.writeNumber(digits.text(), 0, digits.length());
    } else {
      json.writeNumber(value);
    }
  }

  void write(JsonGenerator json, float value) throws IOException {
    if (Float.isFinite(value)) {
      digits.put(value);
      json.writeNumber(digits.text(), 0, digits.length());
    } else {
      json.writeNumber(value);
    }
  }
}
