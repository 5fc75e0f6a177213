package dev.batchtransform.benchmarks.model;

import java.util.SplittableRandom;

/**
 * Answers each record with {@value #DIMENSIONS} pseudo-random numbers, as many as a small sentence
 * model gives and of their size. Equal records get equal numbers.
 */
public final class RandomEmbeddings extends LineModel {
  /** The option {@code resultSchema} of its answers. */
  public static final String SCHEMA = "array<float>";

  private static final int DIMENSIONS = 384;

  /** About what a component of a normalised vector of this length can be. */
  private static final double LIMIT = 0.15;

  /** Called by the connector, which makes a model from its name. */
  public RandomEmbeddings() {}

  @Override
  void answer(String record, StringBuilder answers) {
    SplittableRandom random = new SplittableRandom(record.hashCode());
    char before = '[';
    for (int i = 0; i < DIMENSIONS; i++) {
      answers.append(before).append((float) random.nextDouble(-LIMIT, LIMIT));
      before = ',';
    }
    answers.append(']');
  }
}
