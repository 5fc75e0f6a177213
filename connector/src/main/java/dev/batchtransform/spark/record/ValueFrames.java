package dev.batchtransform.spark.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
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
      while (!json.getParsingContext().inRoot()) {
        json.nextToken();
      }
      return json.nextToken() != null;
    } catch (JsonProcessingException e) {
      throw new NotJsonException();
    }
  }

  @Override
  public @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    try {
      return reader.read(json);
    } catch (JsonProcessingException e) {
      throw new NotJsonException();
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
