package dev.batchtransform.benchmarks.model;

import java.util.SplittableRandom;

/** Answers each record as classifiers do: a label, its score, and the same of some others. */
public final class NestedScores extends LineModel {
  /** The option {@code resultSchema} of its answers. */
  public static final String SCHEMA =
      "label STRING, score DOUBLE, others ARRAY<STRUCT<label: STRING, score: DOUBLE>>,"
          + " model STRUCT<name: STRING, version: INT>";

  private static final int OTHERS = 3;

  /** Called by the connector, which makes a model from its name. */
  public NestedScores() {}

  @Override
  void answer(String record, StringBuilder answers) {
    SplittableRandom random = new SplittableRandom(record.hashCode());
    scored(random, answers);
    answers.append(",\"others\":[");
    for (int i = 0; i < OTHERS; i++) {
      answers.append(i == 0 ? "" : ",");
      scored(random, answers);
      answers.append('}');
    }
    answers.append("],\"model\":{\"name\":\"classifier\",\"version\":3}}");
  }

  private static void scored(SplittableRandom random, StringBuilder answers) {
    answers
        .append("{\"label\":\"label ")
        .append(random.nextInt(64))
        .append("\",\"score\":")
        .append(random.nextDouble());
  }
}
