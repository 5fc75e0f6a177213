package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.encode.LineBuffer;
import dev.batchtransform.spark.internal.record.json.JacksonTokens;
import dev.batchtransform.spark.internal.record.json.NotPlainException;
import dev.batchtransform.spark.internal.record.json.ScannedTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Answers that are lines of csv, each read as the JSON that means the same. */
final class CsvFrames implements AnswerFrames {

  private final Lines lines;
  private final boolean spaced;
  private final CsvAnswer answer;
  private final ScannedTokens scanned = ScannedTokens.ofValues();
  private boolean begun;

  /**
   * The lines of a file.
   *
   * @param framing how answers are told apart
   * @param type type of an answer; null to find it out
   */
  CsvFrames(InputStream in, Framing framing, @Nullable DataType type) {
    this.lines = new Lines(in);
    this.spaced = framing.isSpaced();
    this.answer = new CsvAnswer(type);
  }

  @Override
  public boolean next() throws IOException {
    boolean passed = !spaced || !begun || lines.next();
    begun = true;
    return passed && lines.next();
  }

  @Override
  public @Nullable Object read(ValueReader reader) throws IOException, MismatchException {
    if (lines.isBlank()) {
      throw MismatchException.empty();
    }
    if (reader == ValueReader.SKIP) {
      return null;
    }
    String line = new String(lines.buffer(), lines.start(), lines.length(), StandardCharsets.UTF_8);
    answer.read(line);
    LineBuffer json = answer.json();
    try {
      scanned.begin(json.bytes(), 0, json.length(), true, 0);
      scanned.nextToken();
      return reader.read(scanned);
    } catch (NotPlainException unsure) {
      return readByJackson(json, reader);
    }
  }

  private static @Nullable Object readByJackson(LineBuffer answer, ValueReader reader)
      throws IOException, MismatchException {
    try (JacksonTokens json =
        new JacksonTokens(JsonInput.LENIENT.createParser(answer.bytes(), 0, answer.length()))) {
      json.nextToken();
      return reader.read(json);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
