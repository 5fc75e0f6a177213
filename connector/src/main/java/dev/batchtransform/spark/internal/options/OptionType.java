package dev.batchtransform.spark.internal.options;

import dev.batchtransform.engine.time.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value.
 *
 * @param name the type's name for users
 * @param bounds the allowed values in Markdown; empty when any value will do
 * @param parser text to value; throws {@link IllegalArgumentException} whose message completes "it
 *     must be ..."
 * @param formatter value to text that {@code parser} reads back
 */
record OptionType<T>(
    String name, String bounds, Function<String, T> parser, Function<T, String> formatter) {

  T parse(String text) {
    return parser.apply(text);
  }

  String format(T value) {
    return formatter.apply(value);
  }

  /** The same type with one more condition on its values. */
  OptionType<T> where(Predicate<T> condition, String requirement) {
    Function<String, T> checked =
        text -> {
          T value = parser.apply(text);
          if (!condition.test(value)) {
            throw new IllegalArgumentException(requirement);
          }
          return value;
        };
    return new OptionType<>(name, bounds, checked, formatter);
  }

  /** The same type with other words for the allowed values. */
  OptionType<T> bounds(String words) {
    return new OptionType<>(name, words, parser, formatter);
  }

  static OptionType<String> text() {
    return new OptionType<>("text", "", text -> text, text -> text);
  }

  static OptionType<Boolean> bool() {
    return choiceOf("boolean", List.of(false, true), value -> Boolean.toString(value));
  }

  static <E extends Enum<E> & OptionChoice> OptionType<E> choice(Class<E> type) {
    return choice(type, OptionChoice::text);
  }

  static <E extends Enum<E>> OptionType<E> choice(Class<E> type, Function<E, String> toText) {
    return choiceOf("choice", Arrays.asList(type.getEnumConstants()), toText);
  }

  static OptionType<Integer> integer(int least, int most) {
    return number(Integer::valueOf, least, most);
  }

  static OptionType<Long> wholeNumber(long least) {
    return number(Long::valueOf, least, Long.MAX_VALUE);
  }

  static OptionType<Double> positiveDecimal() {
    String requirement = "a number greater than 0, such as 12.50";
    return new OptionType<>(
            "decimal",
            "greater than 0",
            text -> read(Double::valueOf, text, requirement),
            value -> Double.toString(value))
        .where(value -> value > 0 && value <= Double.MAX_VALUE, requirement);
  }

  static OptionType<List<String>> columns() {
    return new OptionType<>("columns", "", ColumnList::parse, ColumnList::format);
  }

  static OptionType<Duration> duration() {
    String requirement =
        "a duration with its unit, greater than 0 and up to 365 days, such as 500ms, 90s, 45m, 24h or"
            + " 2 days";
    return new OptionType<>(
            "duration",
            "up to 365 days",
            text -> read(DurationText::parse, text, requirement),
            DurationText::format)
        .where(duration -> !duration.isZero(), requirement);
  }

  static OptionType<Long> bytes() {
    return new OptionType<>("size", "greater than 0", SizeText::parse, SizeText::format);
  }

  private static <V> OptionType<V> choiceOf(
      String typeName, List<V> values, Function<V, String> toText) {
    String allowed = values.stream().map(toText).collect(Collectors.joining(", "));
    String bounds = values.stream().map(toText).collect(Collectors.joining("`, `", "`", "`"));
    Function<String, V> parser =
        text ->
            values.stream()
                .filter(value -> toText.apply(value).equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of " + allowed));
    return new OptionType<>(typeName, bounds, parser, toText);
  }

  private static <N extends Number> OptionType<N> number(
      Function<String, N> parser, N least, N most) {
    boolean open = most.longValue() == Integer.MAX_VALUE || most.longValue() == Long.MAX_VALUE;
    String bounds = open ? least + " or more" : least + " to " + most;
    String requirement = "a whole number" + (open ? ", " : " from ") + bounds;
    return new OptionType<>(
            "integer", bounds, text -> read(parser, text, requirement), String::valueOf)
        .where(
            value ->
                least.longValue() <= value.longValue() && value.longValue() <= most.longValue(),
            requirement);
  }

  private static <V> V read(Function<String, V> parser, String text, String requirement) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException failure) {
      throw new IllegalArgumentException(requirement, failure);
    }
  }
}
