package dev.batchtransform.spark.internal.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes, written as in Spark's configuration: {@code 16 MB} or {@code 2g}. */
final class SizeText {

  private static final String REQUIREMENT =
      "a size greater than 0 in bytes or with a unit, such as 16 MB or 2g";

  private static final Pattern AMOUNT = Pattern.compile("\\s*(\\d+)\\s*([a-z]*)\\s*");

  private static final List<String> UNITS = List.of("b", "k", "m", "g", "t", "p");

  private SizeText() {}

  static long parse(String text) {
    Matcher amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
    int power = amount.matches() ? unit(amount.group(2)).orElse(-1) : -1;
    try {
      long bytes =
          power < 0 ? 0 : Math.multiplyExact(Long.parseLong(amount.group(1)), 1L << (10 * power));
      if (bytes > 0) {
        return bytes;
      }
    } catch (ArithmeticException | NumberFormatException failure) {
      throw new IllegalArgumentException(REQUIREMENT, failure);
    }
    throw new IllegalArgumentException(REQUIREMENT);
  }

  static String format(long bytes) {
    int power = Math.min(Long.numberOfTrailingZeros(bytes) / 10, UNITS.size() - 1);
    String unit = UNITS.get(power).toUpperCase(Locale.ROOT);
    return (bytes >> (10 * power)) + " " + (power == 0 ? unit : unit + "B");
  }

  private static Optional<Integer> unit(String unit) {
    String letter =
        unit.length() > 1 && unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
    int power = letter.isEmpty() ? 0 : UNITS.indexOf(letter);
    return power < 0 ? Optional.empty() : Optional.of(power);
  }
}
