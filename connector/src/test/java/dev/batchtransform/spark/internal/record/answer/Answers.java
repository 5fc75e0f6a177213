package dev.batchtransform.spark.internal.record.answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/** Reads answers from text, to compare with. */
public final class Answers {

  private Answers() {}

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  public static List<String> read(String file, Framing framing, DataType type) throws IOException {
    return read(file, AnswerFormat.JSON, framing, type);
  }

  /** Each answer's value as text, or its problem after an exclamation mark. */
  public static List<String> read(String file, AnswerFormat format, Framing framing, DataType type)
      throws IOException {
    try (AnswerReader reader =
        AnswerReader.open(
            stream(file), new AnswerContract(format, false, true, null, null), framing, type)) {
      List<String> answers = new ArrayList<>();
      while (reader.next()) {
        answers.add(
            reader.problem() == null ? String.valueOf(reader.value()) : "! " + reader.problem());
      }
      return answers;
    }
  }
}
