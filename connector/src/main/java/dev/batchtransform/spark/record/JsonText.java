package dev.batchtransform.spark.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads any JSON value as a string. */
final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /**
   * A string's content, or the text of another value: without blanks between its tokens, its
   * numbers digit for digit as they came.
   */
  static UTF8String of(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING || json.currentToken().isScalarValue()) {
      return UTF8String.fromString(json.getText());
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = FACTORY.createGenerator(text)) {
      int depth = 0;
      do {
        depth += depthChange(json.currentToken());
        copyToken(json, copy);
      } while (depth > 0 && json.nextToken() != null);
    }
    return UTF8String.fromString(text.toString());
  }

  private static int depthChange(JsonToken token) {
    if (token.isStructStart()) {
      return 1;
    }
    return token.isStructEnd() ? -1 : 0;
  }

  private static void copyToken(JsonParser json, JsonGenerator copy) throws IOException {
    if (json.currentToken().isNumeric()) {
      copy.writeNumber(json.getText());
    } else {
      copy.copyCurrentEvent(json);
    }
  }
}
