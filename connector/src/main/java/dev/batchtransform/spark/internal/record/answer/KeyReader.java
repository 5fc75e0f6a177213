package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads of an object only the field that a record and its answer share, as a text that is the same
 * for equal values and another one for others: {@code 7} and {@code 7.0} are equal, {@code 7} and
 * {@code "7"} are not.
 */
final class KeyReader implements ValueReader {

  /** Beyond it numbers are compared digit by digit, since more than that is no key. */
  private static final int MOST_DIGITS = 100;

  private final String field;

  KeyReader(String field) {
    this.field = field;
  }

  /** The key's text; null when the value is not an object with such a scalar field. */
  @Override
  public @Nullable Object read(JsonTokens json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    String key = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = json.currentName().equals(field);
      json.nextToken();
      key = found ? textOf(json) : key;
      json.skipChildren();
    }
    return key;
  }

  /** The text of the scalar that the parser stands at; null when it is none. */
  static @Nullable String textOf(JsonTokens json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> '"' + json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> json.getText();
      default -> null;
    };
  }

  private static String number(String text) {
    try {
      return text.length() > MOST_DIGITS
          ? text
          : new BigDecimal(text).stripTrailingZeros().toString();
    } catch (NumberFormatException notFinite) {
      return text;
    }
  }
}
