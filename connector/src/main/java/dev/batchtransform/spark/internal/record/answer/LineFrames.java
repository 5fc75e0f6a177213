package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.json.JacksonTokens;
import dev.batchtransform.spark.internal.record.json.NotPlainException;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.NotJson;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Answers that are one JSON value per line. */
final class LineFrames implements AnswerFrames {

  private final Lines lines;
  private final ScannedTokens scanned = ScannedTokens.ofValues();
  private final boolean passOverBlanks;

  private LineFrames(InputStream in, boolean passOverBlanks) {
    this.lines = new Lines(in);
    this.passOverBlanks = passOverBlanks;
  }

  /** Each line is an answer, a blank one an empty answer. */
  static LineFrames each(InputStream in) {
    return new LineFrames(in, false);
  }

  /** Each line that is not blank is an answer. */
  static LineFrames withoutBlanks(InputStream in) {
    return new LineFrames(in, true);
  }

  @Override
  public boolean next() throws IOException {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (passOverBlanks && isBlank());
    return true;
  }

  /** Whether the answer is empty. */
  boolean isBlank() {
    return lines.isBlank();
  }

  @Override
  public @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    if (isBlank()) {
      throw MismatchException.empty();
    }
    try {
      return scan(reader);
    } catch (NotPlainException unsure) {
      return readByJackson(reader);
    }
  }

  private @Nullable Object scan(ValueReader reader) throws IOException, MismatchException {
    scanned.begin(lines.buffer(), lines.start(), lines.start() + lines.length(), true, 0);
    scanned.passBlanks();
    scanned.nextToken();
    Object value;
    try {
      value = reader.read(scanned);
    } catch (MismatchException failure) {
      // Where the answer is no JSON either, Jackson says which of the two comes first.
      scanned.finish();
      throw failure;
    }
    scanned.endOfAll();
    return value;
  }

  private @Nullable Object readByJackson(ValueReader reader) throws IOException, MismatchException {
    try (JacksonTokens json =
        new JacksonTokens(
            JsonInput.LENIENT.createParser(lines.buffer(), lines.start(), lines.length()))) {
      json.nextToken();
      Object value = reader.read(json);
      if (json.nextToken() != null) {
        throw new MismatchException(
            "the answer holds more than one JSON value (for lines of text set 'resultFormat' to text)");
      }
      return value;
    } catch (JsonProcessingException failure) {
      throw new MismatchException(NotJson.describe(lines.buffer(), lines.start(), lines.length()));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
