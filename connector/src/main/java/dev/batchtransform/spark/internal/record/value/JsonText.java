package dev.batchtransform.spark.internal.record.value;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import java.io.IOException;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads any JSON value as a string. Writes the text by hand because Jackson's generators refuse,
 * from 2.16 on, values that are nested more than 1000 deep, and round numbers.
 */
final class JsonText {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  private JsonText() {}

  /**
   * A string's content, or the text of another value: without blanks between its tokens, its
   * numbers digit for digit as they came.
   */
  static UTF8String of(JsonTokens json) throws IOException {
    if (json.currentToken().isScalarValue()) {
      return json.getUtf8();
    }
    JsonText copy = new JsonText();
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      copy.append(json, token);
    } while (depth > 0 && json.nextToken() != null);
    return UTF8String.fromString(copy.text.toString());
  }

  private void append(JsonTokens json, JsonToken token) throws IOException {
    if (!first && !token.isStructEnd()) {
      text.append(',');
    }
    if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING || json.isNaN()) {
      text.append('"');
      ENCODER.quoteAsString(json.getText(), text);
      text.append('"');
    } else {
      text.append(json.getText());
    }
    if (token == JsonToken.FIELD_NAME) {
      text.append(':');
    }
    first = token == JsonToken.FIELD_NAME || token.isStructStart();
  }
}
