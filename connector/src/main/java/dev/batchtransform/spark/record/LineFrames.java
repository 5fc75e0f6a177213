package dev.batchtransform.spark.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers that are one JSON value a line; blank lines do not count. */
final class LineFrames implements AnswerFrames {

  private final Lines lines;

  LineFrames(InputStream in) {
    this.lines = new Lines(in);
  }

  @Override
  public boolean next() throws IOException {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (lines.isBlank());
    return true;
  }

  @Override
  public @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    try (JsonParser json =
        JsonInput.LENIENT.createParser(lines.buffer(), lines.start(), lines.length())) {
      json.nextToken();
      Object value = reader.read(json);
      if (json.nextToken() != null) {
        throw new MismatchException("the line holds more than one JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MismatchException(
          "the line is not JSON (for lines of text set 'resultFormat' to text)");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
