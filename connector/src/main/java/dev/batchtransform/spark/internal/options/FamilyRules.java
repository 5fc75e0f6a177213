package dev.batchtransform.spark.internal.options;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.Locale;
import java.util.function.Predicate;

/** What SageMaker takes as names and values of the options whose name has a free part. */
final class FamilyRules {

  static final int MOST_ENVIRONMENT_ENTRIES = 16;
  static final int MOST_TAGS = 50;

  private static final String TAG_CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
  private static final Predicate<String> ENVIRONMENT_NAME =
      OptionPatterns.matching("[a-zA-Z_][a-zA-Z0-9_]{0,1023}");
  private static final Predicate<String> TAG_KEY =
      OptionPatterns.matching(TAG_CHARACTERS + "{1,128}");
  private static final Predicate<String> TAG_VALUE =
      OptionPatterns.matching(TAG_CHARACTERS + "{0,256}");
  private static final OptionType<Double> PRICE = OptionType.positiveDecimal();

  private FamilyRules() {}

  static void environment(String name, String free, String value) {
    require(
        ENVIRONMENT_NAME.test(free),
        name,
        "its name must be up to 1024 letters, digits and underscores and not start with a digit");
    require(value.length() <= 10240, name, "its value must be at most 10240 characters long");
  }

  static void tag(String name, String free, String value) {
    require(
        TAG_KEY.test(free),
        name,
        "a tag's key must be 1 to 128 letters, digits, spaces or _ . : / = + - @");
    require(
        !free.toLowerCase(Locale.ROOT).startsWith("aws:"),
        name,
        "keys that start with aws: belong to AWS");
    require(
        TAG_VALUE.test(value),
        name,
        "a tag's value must be at most 256 letters, digits, spaces or _ . : / = + - @");
  }

  static void price(String name, String free, String value) {
    require(
        OptionPatterns.isInstanceType(free),
        name,
        "the part after 'price.' must be an instance type, such as ml.m5.xlarge");
    try {
      parsePrice(value);
    } catch (IllegalArgumentException failure) {
      throw new InvalidOptionException(
          "Cannot use option '%s' because it must be %s: %s."
              .formatted(name, failure.getMessage(), Redaction.shown(name, value)));
    }
  }

  static double parsePrice(String value) {
    return PRICE.parse(value);
  }

  private static void require(boolean holds, String name, String rule) {
    if (!holds) {
      throw new InvalidOptionException("Cannot use option '%s' because %s.".formatted(name, rule));
    }
  }
}
