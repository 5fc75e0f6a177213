package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.NotJsonException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers that are one JSON value after the other. */
final class ValueFrames implements AnswerFrames {

  private final JsonParser json;

  ValueFrames(InputStream in) throws IOException {
    this.json = JsonInput.LENIENT.createParser(in);
  }

  @Override
  public boolean next() throws IOException {
    try {
      toEndOfValue();
      return json.nextToken() != null;
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  /** Line in which the answer begins, 1 for the first. Before it is read. */
  long line() {
    return json.currentTokenLocation().getLineNr();
  }

  /** Line in which the answer ends; what was not read of it is passed over. */
  long lastLine() throws IOException {
    try {
      toEndOfValue();
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
    // The parser looks one character past a number, and a line feed may be that.
    return json.currentToken().isScalarValue() ? line() : json.currentLocation().getLineNr();
  }

  /** Lines of the file, once its end is reached. A line that has nothing in it is one too. */
  long lines() {
    JsonLocation end = json.currentLocation();
    return end.getColumnNr() > 1 ? end.getLineNr() : end.getLineNr() - 1L;
  }

  @Override
  public @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    try {
      return reader.read(json);
    } catch (JsonProcessingException failure) {
      throw new NotJsonException();
    }
  }

  private void toEndOfValue() throws IOException {
    while (!json.getParsingContext().inRoot()) {
      json.nextToken();
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
