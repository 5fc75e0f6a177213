package dev.batchtransform.spark.internal.record.answer;

import dev.batchtransform.spark.internal.record.JsonInput;
import dev.batchtransform.spark.internal.record.json.JacksonTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Shapes of answers, for tests. */
public final class AnswerShapes {

  private AnswerShapes() {}

  /** What answers look like, one after the other. */
  public static AnswerShape of(List<String> answers) {
    AnswerShape all = new AnswerShape();
    answers.forEach(answer -> all.add(of(answer)));
    return all;
  }

  /** What one answer looks like. */
  public static AnswerShape of(String answer) {
    try (JacksonTokens json =
        new JacksonTokens(JsonInput.LENIENT.createParser(Answers.stream(answer)))) {
      json.nextToken();
      return ShapeReader.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
