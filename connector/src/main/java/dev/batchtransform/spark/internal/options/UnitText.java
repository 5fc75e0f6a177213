package dev.batchtransform.spark.internal.options;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts with a unit, written as in Spark's configuration: {@code 24h}, {@code 16 MB}. */
final class UnitText {

  private static final String DURATION =
      "a duration with its unit, greater than 0 and up to 365 days, such as 500ms, 90s, 45m, 24h or"
          + " 2 days";
  private static final String BYTES =
      "a size greater than 0 in bytes or with a unit, such as 16 MB or 2g";

  /** Keeps every duration far from the range where nanoseconds overflow a long. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Pattern AMOUNT = Pattern.compile("\\s*(\\d+)\\s*([a-z]*)\\s*");

  private static final Map<ChronoUnit, List<String>> TIME_UNITS =
      Map.of(
          ChronoUnit.MICROS, List.of("us", "microsecond", "microseconds"),
          ChronoUnit.MILLIS, List.of("ms", "millisecond", "milliseconds"),
          ChronoUnit.SECONDS, List.of("s", "sec", "second", "seconds"),
          ChronoUnit.MINUTES, List.of("m", "min", "minute", "minutes"),
          ChronoUnit.HOURS, List.of("h", "hour", "hours"),
          ChronoUnit.DAYS, List.of("d", "day", "days"));

  /** A duration is written in the first of these that divides it. */
  private static final List<ChronoUnit> WRITTEN_UNITS =
      List.of(
          ChronoUnit.HOURS,
          ChronoUnit.MINUTES,
          ChronoUnit.SECONDS,
          ChronoUnit.MILLIS,
          ChronoUnit.MICROS);

  private static final List<String> BYTE_UNITS = List.of("b", "k", "m", "g", "t", "p");

  private UnitText() {}

  static Duration parseDuration(String text) {
    Duration sum = Duration.ZERO;
    Matcher amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
    int at = 0;
    while (at < text.length()) {
      if (!amount.find(at) || amount.start() != at) {
        throw new IllegalArgumentException(DURATION);
      }
      sum = plus(sum, amount.group(1), amount.group(2));
      at = amount.end();
    }
    if (sum.isZero() || sum.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(DURATION);
    }
    return sum;
  }

  static String formatDuration(Duration duration) {
    ChronoUnit unit =
        WRITTEN_UNITS.stream()
            .filter(u -> duration.toNanos() % u.getDuration().toNanos() == 0)
            .findFirst()
            .orElse(ChronoUnit.MICROS);
    return duration.toNanos() / unit.getDuration().toNanos()
        + Objects.requireNonNull(TIME_UNITS.get(unit), "Each unit has its names").get(0);
  }

  static long parseBytes(String text) {
    Matcher amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
    int power = amount.matches() ? byteUnit(amount.group(2)).orElse(-1) : -1;
    try {
      long bytes =
          power < 0 ? 0 : Math.multiplyExact(Long.parseLong(amount.group(1)), 1L << (10 * power));
      if (bytes > 0) {
        return bytes;
      }
    } catch (ArithmeticException | NumberFormatException failure) {
      throw new IllegalArgumentException(BYTES, failure);
    }
    throw new IllegalArgumentException(BYTES);
  }

  static String formatBytes(long bytes) {
    int power = Math.min(Long.numberOfTrailingZeros(bytes) / 10, BYTE_UNITS.size() - 1);
    String unit = BYTE_UNITS.get(power).toUpperCase(Locale.ROOT);
    return (bytes >> (10 * power)) + " " + (power == 0 ? unit : unit + "B");
  }

  private static Duration plus(Duration sum, String amount, String unitName) {
    ChronoUnit unit =
        TIME_UNITS.entrySet().stream()
            .filter(entry -> entry.getValue().contains(unitName))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(DURATION));
    try {
      return sum.plus(Long.parseLong(amount), unit);
    } catch (ArithmeticException | NumberFormatException failure) {
      throw new IllegalArgumentException(DURATION, failure);
    }
  }

  private static Optional<Integer> byteUnit(String unit) {
    String letter =
        unit.length() > 1 && unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
    int power = letter.isEmpty() ? 0 : BYTE_UNITS.indexOf(letter);
    return power < 0 ? Optional.empty() : Optional.of(power);
  }
}
