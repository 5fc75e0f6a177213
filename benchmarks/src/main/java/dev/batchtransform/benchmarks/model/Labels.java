package dev.batchtransform.benchmarks.model;

/** Answers each record with one string, of 64 different ones: about the least that is answered. */
public final class Labels extends LineModel {
  /** The option {@code resultSchema} of its answers. */
  public static final String SCHEMA = "string";

  private static final int LABELS = 64;

  /** Called by the connector, which makes a model from its name. */
  public Labels() {}

  @Override
  void answer(String record, StringBuilder answers) {
    answers.append("\"label ").append(Math.floorMod(record.hashCode(), LABELS)).append('"');
  }
}
