package dev.batchtransform.spark.internal.text;

/** Words of others within our messages. */
public final class Sentence {
  private Sentence() {}

  /** The words with a full stop at their end, which they may have already. */
  public static String of(String words) {
    return words.endsWith(".") ? words : words + ".";
  }
}
