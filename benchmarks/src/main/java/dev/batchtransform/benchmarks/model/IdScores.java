package dev.batchtransform.benchmarks.model;

/**
 * Answers a record that begins with <code>{"id":17,</code> with <code>{"id":17,"score":0.5}</code>:
 * cheap, and it shows whether each answer is on its own row.
 */
public class IdScores extends LineModel {
  /** The option {@code resultSchema} of its answers. */
  public static final String SCHEMA = "id BIGINT, score DOUBLE";

  private static final String START = "{\"id\":";

  /** Called by the connector, which makes a model from its name. */
  public IdScores() {}

  @Override
  void answer(String record, StringBuilder answers) {
    answers.append(START).append(id(record)).append(",\"score\":0.5}");
  }

  static long id(String record) {
    if (!record.startsWith(START)) {
      throw new IllegalArgumentException("A record does not begin with " + START);
    }
    int end = START.length();
    while (Character.isDigit(record.charAt(end))) {
      end++;
    }
    return Long.parseLong(record, START.length(), end, 10);
  }
}
