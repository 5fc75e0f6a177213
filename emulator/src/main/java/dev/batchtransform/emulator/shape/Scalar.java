package dev.batchtransform.emulator.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A shape without members. */
public sealed interface Scalar extends Shape {

  /** The type's name in AWS's messages. */
  String type();

  /** Whether a value has the JSON type of this shape. */
  boolean reads(JsonNode value);

  /** The constraints that a value of the right type breaks, in AWS's words. */
  List<String> broken(JsonNode value);

  /** A string of {@code min} to {@code max} characters that matches the whole pattern. */
  record Text(int min, int max, Optional<Pattern> pattern) implements Scalar {

    @Override
    public String type() {
      return "String";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isTextual();
    }

    @Override
    public List<String> broken(JsonNode value) {
      String text = value.textValue();
      Stream<String> form =
          pattern.filter(each -> !each.matcher(text).matches()).stream()
              .map(each -> "Member must satisfy regular expression pattern: " + each);
      return Stream.concat(
              Bounds.ofSize(text.codePointCount(0, text.length()), min, max).stream(), form)
          .toList();
    }
  }

  /**
   * One of the values, which AWS shows when it is another.
   *
   * @param more further values that are accepted; empty for none
   */
  record OneOf(List<String> values, Optional<Pattern> more) implements Scalar {

    @Override
    public String type() {
      return "String";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isTextual();
    }

    @Override
    public List<String> broken(JsonNode value) {
      String text = value.textValue();
      boolean accepted =
          values.contains(text) || more.filter(each -> each.matcher(text).matches()).isPresent();
      return accepted
          ? List.of()
          : List.of(
              "Member must satisfy enum value set: [%s]".formatted(String.join(", ", values)));
    }
  }

  /** A whole number. */
  record Whole(long min, long max) implements Scalar {

    @Override
    public String type() {
      return "Integer";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isIntegralNumber();
    }

    @Override
    public List<String> broken(JsonNode value) {
      boolean tooLarge =
          value.canConvertToLong() ? value.longValue() > max : value.bigIntegerValue().signum() > 0;
      boolean tooSmall =
          value.canConvertToLong() ? value.longValue() < min : value.bigIntegerValue().signum() < 0;
      return Bounds.ofValue(tooSmall, min, tooLarge, max);
    }
  }

  /** A number. */
  record Decimal(double min, double max) implements Scalar {

    @Override
    public String type() {
      return "Double";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isNumber();
    }

    @Override
    public List<String> broken(JsonNode value) {
      return Bounds.ofValue(value.doubleValue() < min, min, value.doubleValue() > max, max);
    }
  }

  /** {@code true} or {@code false}. */
  record Flag() implements Scalar {

    @Override
    public String type() {
      return "Boolean";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isBoolean();
    }

    @Override
    public List<String> broken(JsonNode value) {
      return List.of();
    }
  }

  /** Seconds since 1970, with fractions. */
  record Timestamp() implements Scalar {

    @Override
    public String type() {
      return "Timestamp";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isNumber();
    }

    @Override
    public List<String> broken(JsonNode value) {
      return List.of();
    }
  }

  /** {@code min} to {@code max} bytes, in Base64. */
  record Blob(int min, int max) implements Scalar {

    @Override
    public String type() {
      return "Blob";
    }

    @Override
    public boolean reads(JsonNode value) {
      return value.isTextual() && bytes(value).isPresent();
    }

    @Override
    public List<String> broken(JsonNode value) {
      return bytes(value).map(bytes -> Bounds.ofSize(bytes.length, min, max)).orElse(List.of());
    }

    private static Optional<byte[]> bytes(JsonNode value) {
      try {
        return Optional.of(Base64.getDecoder().decode(value.textValue()));
      } catch (IllegalArgumentException failure) {
        return Optional.empty();
      }
    }
  }
}
