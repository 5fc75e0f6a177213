package dev.batchtransform.examples.model;

import java.util.List;

/**
 * What the model answers for one text: its place in a space of 384 dimensions, where like texts lie
 * near each other.
 */
public final class Embedding {
  private final float[] vector;
  private final int tokens;

  /** The middle of embeddings, of which there is at least one; it has the tokens of all. */
  static Embedding middle(List<Embedding> embeddings) {
    float[] sum = new float[EmbeddingModel.DIMENSIONS];
    int tokens = 0;
    for (Embedding embedding : embeddings) {
      tokens += embedding.tokens;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding.vector[i];
      }
    }
    return ofDirection(sum, tokens);
  }

  /** Shortens or lengthens {@code vector} itself to length 1. */
  static Embedding ofDirection(float[] vector, int tokens) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return new Embedding(vector, tokens);
  }

  private Embedding(float[] vector, int tokens) {
    this.vector = vector;
    this.tokens = tokens;
  }

  /**
   * {@link EmbeddingModel#DIMENSIONS} numbers, of length 1 as a vector; the cosine of two is their
   * dot product.
   */
  public float[] vector() {
    return vector.clone();
  }

  /** How like two texts are: 1 for the same direction. */
  double cosine(Embedding other) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += vector[i] * other.vector[i];
    }
    return sum;
  }

  /**
   * How many tokens the text made, its start and end markers included; for one text at most {@link
   * EmbeddingModel#MAX_TOKENS}.
   */
  public int tokens() {
    return tokens;
  }
}
