package dev.batchtransform.engine.time;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as in Spark's configuration: amounts with their units, {@code 24h} or {@code 1h30m}.
 */
public final class DurationText {

  /** Keeps every duration far from the range where nanoseconds overflow a long. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Pattern AMOUNT = Pattern.compile("\\G\\s*(\\d+)\\s*([a-z]+)\\s*");

  private static final Map<ChronoUnit, List<String>> UNITS =
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

  private DurationText() {}

  /**
   * A duration from 0 to 365 days.
   *
   * @throws IllegalArgumentException when the text is none; its message says how to write one
   */
  public static Duration parse(String text) {
    try {
      Duration duration = sum(text.toLowerCase(Locale.ROOT));
      if (duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (ArithmeticException | IllegalArgumentException failure) {
      throw unreadable(text, failure);
    }
    throw unreadable(text, null);
  }

  /**
   * The same duration for {@link #parse}, in whole microseconds. One that is negative has a minus
   * sign, for messages alone.
   */
  public static String format(Duration duration) {
    ChronoUnit unit =
        WRITTEN_UNITS.stream()
            .filter(each -> each.getDuration().multipliedBy(count(duration, each)).equals(duration))
            .findFirst()
            .orElse(ChronoUnit.MICROS);
    return count(duration, unit)
        + Objects.requireNonNull(UNITS.get(unit), "Each unit has its names").get(0);
  }

  private static long count(Duration duration, ChronoUnit unit) {
    return duration.dividedBy(unit.getDuration());
  }

  private static Duration sum(String text) {
    Duration sum = Duration.ZERO;
    Matcher amount = AMOUNT.matcher(text);
    int end = 0;
    while (amount.find()) {
      sum = sum.plus(Long.parseLong(amount.group(1)), unit(amount.group(2)));
      end = amount.end();
    }
    if (end == 0 || end < text.length()) {
      throw new IllegalArgumentException("not amounts with units alone");
    }
    return sum;
  }

  private static ChronoUnit unit(String name) {
    return UNITS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such unit"));
  }

  private static IllegalArgumentException unreadable(String text, @Nullable Exception failure) {
    return new IllegalArgumentException(
        "Cannot read '"
            + text
            + "' as a duration. Write it with its unit, up to 365 days, such as 500ms, 90s, 45m, 24h or 2 days.",
        failure);
  }
}
