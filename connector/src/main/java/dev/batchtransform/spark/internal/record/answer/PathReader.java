package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.options.AnswerPath;
import dev.batchtransform.spark.internal.record.json.JsonTokens;
import dev.batchtransform.spark.internal.record.value.MismatchException;
import dev.batchtransform.spark.internal.record.value.ValueReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads of what a model returned only the answer, where {@code answerPath} says that it lies. An
 * answer in which the path finds nothing is a mismatch, never null.
 */
final class PathReader implements ValueReader {

  private final AnswerPath path;
  private final ValueReader answer;

  private PathReader(AnswerPath path, ValueReader answer) {
    this.path = path;
    this.answer = answer;
  }

  /** Reads at the path; the whole when there is none. */
  static ValueReader of(@Nullable AnswerPath path, ValueReader answer) {
    return path == null || path.steps().isEmpty() ? answer : new PathReader(path, answer);
  }

  @Override
  public @Nullable Object read(JsonTokens json) throws IOException, MismatchException {
    return read(json, 0);
  }

  private @Nullable Object read(JsonTokens json, int step) throws IOException, MismatchException {
    if (step == path.steps().size()) {
      return readAnswer(json);
    }
    return path.steps().get(step) instanceof AnswerPath.Field field
        ? readField(json, field, step)
        : readElement(json, (AnswerPath.Element) path.steps().get(step), step);
  }

  private @Nullable Object readField(JsonTokens json, AnswerPath.Field field, int step)
      throws IOException, MismatchException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw nothing(step, "is not an object");
    }
    Object value = null;
    boolean found = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = json.currentName().equals(field.name());
      json.nextToken();
      if (here) {
        // The last of equal names counts, as elsewhere.
        value = read(json, step + 1);
        found = true;
      } else {
        json.skipChildren();
      }
    }
    if (!found) {
      throw nothing(step, "has no '" + field.name() + "'");
    }
    return value;
  }

  private @Nullable Object readElement(JsonTokens json, AnswerPath.Element element, int step)
      throws IOException, MismatchException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw nothing(step, "is not an array");
    }
    Object value = null;
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (length == element.index()) {
        value = read(json, step + 1);
      } else {
        json.skipChildren();
      }
      length++;
    }
    if (length <= element.index()) {
      throw nothing(step, "has no element " + element.index());
    }
    return value;
  }

  private @Nullable Object readAnswer(JsonTokens json) throws IOException, MismatchException {
    try {
      return answer.read(json);
    } catch (MismatchException failure) {
      for (int step = path.steps().size() - 1; step >= 0; step--) {
        failure.within(path.steps().get(step).toString());
      }
      throw failure;
    }
  }

  /** Names what the option names, and nothing of the answer. */
  private MismatchException nothing(int step, String why) {
    List<AnswerPath.Step> found = path.steps().subList(0, step);
    StringBuilder at = new StringBuilder("$");
    found.forEach(at::append);
    return new MismatchException(
        "the option 'answerPath' finds no %s in the answer: %s %s".formatted(path.text(), at, why));
  }
}
