package dev.batchtransform.spark.internal.text;

import java.util.Locale;

/** Numbers of things, as people say them: one wave, two waves. */
public final class Plural {
  private Plural() {}

  /** A number of things that are named with an s where they are several. */
  public static String of(long number, String one) {
    return number + " " + choose(number, one, one + "s");
  }

  /** As {@link #of}, with commas between the thousands. */
  public static String grouped(long number, String one) {
    return String.format(Locale.ROOT, "%,d %s", number, choose(number, one, one + "s"));
  }

  /** The word for this number. */
  public static String choose(long number, String one, String several) {
    return number == 1 ? one : several;
  }
}
