package dev.batchtransform.examples.model;

/**
 * What the model answers for one text: its place in a space of 384 dimensions, where like texts lie
 * near each other.
 */
public final class Embedding {
  private final float[] vector;
  private final int tokens;

  Embedding(float[] vector, int tokens) {
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

  /**
   * How many tokens the text made, its start and end markers included; at most {@link
   * EmbeddingModel#MAX_TOKENS}.
   */
  public int tokens() {
    return tokens;
  }
}
