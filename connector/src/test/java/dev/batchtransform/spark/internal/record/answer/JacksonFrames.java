package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.json.JacksonTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.NotJson;
import dev.batchtransform.spark.internal.record.value.NotJsonException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers one after the other, read by Jackson alone: what the scan must never differ from. */
final class JacksonFrames {

  private final JsonParser parser;
  private final JacksonTokens json;

  JacksonFrames(InputStream in) throws IOException {
    this.parser = JsonInput.LENIENT.createParser(in);
    this.json = new JacksonTokens(parser);
  }

  /** The answer in one line. */
  static @Nullable Object readLine(byte[] line, ValueReader reader)
      throws IOException, MismatchException {
    try (JacksonTokens json = new JacksonTokens(JsonInput.LENIENT.createParser(line))) {
      json.nextToken();
      Object value = reader.read(json);
      if (json.nextToken() != null) {
        throw new MismatchException(
            "the answer holds more than one JSON value (for lines of text set 'resultFormat' to text)");
      }
      return value;
    } catch (JsonProcessingException failure) {
      throw new MismatchException(NotJson.describe(line, 0, line.length));
    }
  }

  boolean next() throws IOException {
    try {
      toEndOfValue();
      return json.nextToken() != null;
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  long line() {
    return parser.currentTokenLocation().getLineNr();
  }

  long lastLine() throws IOException {
    try {
      toEndOfValue();
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
    return json.currentToken().isScalarValue() ? line() : parser.currentLocation().getLineNr();
  }

  long lines() {
    JsonLocation end = parser.currentLocation();
    return end.getColumnNr() > 1 ? end.getLineNr() : end.getLineNr() - 1L;
  }

  @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    try {
      return reader.read(json);
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  private void toEndOfValue() throws IOException {
    while (!parser.getParsingContext().inRoot()) {
      json.nextToken();
    }
  }
}
