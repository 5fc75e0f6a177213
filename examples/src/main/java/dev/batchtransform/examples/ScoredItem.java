package dev.batchtransform.examples;

import java.io.Serializable;

/**
 * A scored row as a Java bean, which is how Spark hands an array of floats to Java without boxing
 * each number.
 */
public final class ScoredItem implements Serializable {
  private static final long serialVersionUID = 1;

  private String title = "";
  private String description = "";
  private String category = "";
  private float[] embedding = {};

  public String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public String getDescription() {
    return description;
  }

  public void setDescription(String description) {
    this.description = description;
  }

  public String getCategory() {
    return category;
  }

  public void setCategory(String category) {
    this.category = category;
  }

  public float[] getEmbedding() {
    return embedding;
  }

  public void setEmbedding(float[] embedding) {
    this.embedding = embedding;
  }
}
