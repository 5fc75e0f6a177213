package dev.batchtransform.spark.record;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Shapes of answers, for tests. */
final class AnswerShapes {

  private AnswerShapes() {}

  /** What answers look like, one after the other. */
  static AnswerShape of(List<String> answers) {
    AnswerShape all = new AnswerShape();
    answers.forEach(answer -> all.add(of(answer)));
    return all;
  }

  /** What one answer looks like. */
  static AnswerShape of(String answer) {
    try (JsonParser json = JsonInput.LENIENT.createParser(Answers.stream(answer))) {
      json.nextToken();
      return ShapeReader.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
