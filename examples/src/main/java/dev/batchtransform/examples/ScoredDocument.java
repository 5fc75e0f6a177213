package dev.batchtransform.examples;

import java.io.Serializable;

/** A document and what came back for it, as a Java bean, as {@link ScoredItem} is. */
public final class ScoredDocument implements Serializable {
  private static final long serialVersionUID = 1;

  private String name = "";
  private String text = "";
  private float[] embedding = {};
  private String[] keySentences = {};
  private int sentences;
  private double seconds;

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public float[] getEmbedding() {
    return embedding;
  }

  public void setEmbedding(float[] embedding) {
    this.embedding = embedding;
  }

  public String[] getKeySentences() {
    return keySentences;
  }

  public void setKeySentences(String[] keySentences) {
    this.keySentences = keySentences;
  }

  public int getSentences() {
    return sentences;
  }

  public void setSentences(int sentences) {
    this.sentences = sentences;
  }

  public double getSeconds() {
    return seconds;
  }

  public void setSeconds(double seconds) {
    this.seconds = seconds;
  }
}
