package dev.batchtransform.examples.container;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** What a container serves: an answer for each text. Called by several threads at once. */
interface TextModel extends AutoCloseable {

  /** The answers to {@code texts}, in their order. */
  List<Answer> answer(List<String> texts);

  @Override
  void close();

  /** One answer, a JSON object. */
  @FunctionalInterface
  interface Answer {
    /** Writes what stands between the object's braces. */
    void writeFields(JsonGenerator json) throws IOException;

    /** A field with an array of numbers, exact. */
    static void writeNumbers(JsonGenerator json, String name, float[] numbers) throws IOException {
      json.writeArrayFieldStart(name);
      for (float number : numbers) {
        json.writeNumber(number);
      }
      json.writeEndArray();
    }
  }
}
