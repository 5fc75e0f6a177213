package dev.batchtransform.spark.internal.options;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the answer lies in what a model returns: the part of JSONPath that names one value, such as
 * {@code $.predictions[0]} or {@code $['a.b'].c}. Indexes count from 0; {@code $} is all of it.
 *
 * @param text the path as it was given
 * @param steps from the whole down to the answer
 */
public record AnswerPath(String text, List<Step> steps) implements Serializable {

  private static final String REQUIREMENT =
      "a path to one value, of names and of indexes from 0, such as $.predictions[0],"
          + " $['a.b'].c or $ for all of the answer";

  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<name>[^.\\[\\]*'\"\\s]+)|\\[(?:'(?<single>[^']+)'|\"(?<quoted>[^\"]+)\"|(?<index>\\d{1,9}))]");

  /** A step down from a value. */
  public sealed interface Step extends Serializable {}

  /** To the field of an object. */
  public record Field(String name) implements Step {
    @Override
    public String toString() {
      return "." + name;
    }
  }

  /** To an element of an array, the first of which is 0. */
  public record Element(int index) implements Step {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  public AnswerPath {
    // A copy that every Java serialization can carry, whatever list was given.
    steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException when it is none; the message says what it must be
   */
  public static AnswerPath parse(String text) {
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException(REQUIREMENT);
    }
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    int position = 1;
    while (position < text.length()) {
      if (!step.find(position) || step.start() != position) {
        throw new IllegalArgumentException(REQUIREMENT);
      }
      steps.add(step(step));
      position = step.end();
    }
    return new AnswerPath(text, steps);
  }

  private static Step step(Matcher step) {
    if (step.group("index") != null) {
      return new Element(Integer.parseInt(step.group("index")));
    }
    String plain = step.group("name");
    String single = step.group("single");
    return new Field(plain != null ? plain : single != null ? single : step.group("quoted"));
  }

  @Override
  public String toString() {
    return text;
  }
}
