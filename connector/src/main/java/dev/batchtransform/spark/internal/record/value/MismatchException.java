package dev.batchtransform.spark.internal.record.value;

import com.fasterxml.jackson.core.JsonToken;
import dev.batchtransform.spark.internal.record.json.JsonTokens;

/** An answer is not what the schema says. Says where and what, and never quotes the answer. */
public final class MismatchException extends Exception {

  private static final long serialVersionUID = 1L;

  public static final String EMPTY = "The model's answer to this record was empty.";

  private final String problem;
  private final boolean empty;
  private String path = "";

  public MismatchException(String problem) {
    this(problem, false);
  }

  private MismatchException(String problem, boolean empty) {
    // One may be thrown for every row of a file: no stack trace.
    super(problem, null, false, false);
    this.problem = problem;
    this.empty = empty;
  }

  /** There is nothing in place of the answer. */
  public static MismatchException empty() {
    return new MismatchException(EMPTY, true);
  }

  public boolean isEmpty() {
    return empty;
  }

  /** The current value is not what was {@code expected}. */
  public static MismatchException found(JsonTokens json, String expected) {
    return new MismatchException("expected " + expected + ", found " + kind(json.currentToken()));
  }

  /** Puts a step such as {@code .label} or {@code [3]} before the path to where this was thrown. */
  public MismatchException within(String step) {
    path = step + path;
    return this;
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? problem : "$" + path + ": " + problem;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
