package dev.batchtransform.spark.internal.record.answer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** The JSON scalar that a field of csv means, which is text for whoever has no type for it. */
final class CsvScalar {

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private CsvScalar() {}

  /** Writes a field that is to be of a type; as a string, which is a mismatch, when it is not. */
  static void write(JsonGenerator json, String text, DataType type) throws IOException {
    Optional<String> number = type instanceof NumericType ? number(text) : Optional.empty();
    if (number.isPresent()) {
      json.writeNumber(number.get());
    } else if (type instanceof BooleanType && isBoolean(text)) {
      json.writeBoolean(Boolean.parseBoolean(text));
    } else {
      json.writeString(type instanceof NumericType ? notFinite(text).orElse(text) : text);
    }
  }

  /**
   * Writes a field as the number that it looks like, or as text.
   *
   * @param asDouble whether a whole number is one with a fraction of nothing
   */
  static void writeInferred(JsonGenerator json, String text, boolean asDouble) throws IOException {
    Optional<String> number = number(text.strip());
    if (number.isPresent()) {
      boolean whole = number.get().chars().allMatch(each -> each == '-' || Character.isDigit(each));
      json.writeNumber(whole && asDouble ? number.get() + ".0" : number.get());
    } else if (notFinite(text.strip()).isPresent()) {
      // Read as a number, and as one with a fraction.
      json.writeRawValue(notFinite(text.strip()).get());
    } else {
      json.writeString(text);
    }
  }

  /** The number as JSON writes it; csv also has {@code .5}, {@code +1} and {@code 007}. */
  private static Optional<String> number(String text) {
    if (JSON_NUMBER.matcher(text).matches()) {
      return Optional.of(text);
    }
    try {
      return Optional.of(new BigDecimal(text).toString());
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static Optional<String> notFinite(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Optional.of("NaN");
      case "inf", "+inf", "infinity", "+infinity" -> Optional.of("Infinity");
      case "-inf", "-infinity" -> Optional.of("-Infinity");
      default -> Optional.empty();
    };
  }

  private static boolean isBoolean(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }
}
