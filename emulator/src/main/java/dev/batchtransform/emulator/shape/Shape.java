package dev.batchtransform.emulator.shape;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a value in a request may be. The names and the meaning of each constraint are those of AWS's
 * own API models.
 */
public sealed interface Shape {

  /** A string of {@code min} to {@code max} characters that matches the whole pattern. */
  record Text(int min, int max, Optional<Pattern> pattern) implements Shape {}

  /** One of the values; {@code listed} is what AWS shows as the set. */
  record OneOf(Pattern accepted, String listed) implements Shape {}

  /** A whole number. */
  record Whole(long min, long max) implements Shape {}

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {}

  /** Seconds since 1970, with fractions. */
  record Timestamp() implements Shape {}

  /** A list of {@code min} to {@code max} values. */
  record Items(Shape member, int min, int max) implements Shape {}

  /** A map of at most {@code max} entries. */
  record Entries(Text key, Text value, int max) implements Shape {}

  /** An object. Members that it does not name are ignored, as AWS does. */
  record Structure(List<Member> members) implements Shape {}

  /** A member of a structure. */
  record Member(String name, Shape shape, boolean required) {}

  static Text text(int min, int max, String pattern) {
    return new Text(min, max, Optional.of(Pattern.compile(pattern)));
  }

  static Text text(int min, int max) {
    return new Text(min, max, Optional.empty());
  }

  static OneOf oneOf(String... values) {
    String accepted = String.join("|", Stream.of(values).map(Pattern::quote).toList());
    return new OneOf(Pattern.compile(accepted), "[" + String.join(", ", values) + "]");
  }

  static Whole whole(long min, long max) {
    return new Whole(min, max);
  }

  static Items items(Shape member, int min, int max) {
    return new Items(member, min, max);
  }

  static Structure structure(Member... members) {
    return new Structure(List.of(members));
  }

  static Member required(String name, Shape shape) {
    return new Member(name, shape, true);
  }

  static Member optional(String name, Shape shape) {
    return new Member(name, shape, false);
  }
}
