package dev.batchtransform.spark.internal.record.encode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Appends values to a line of csv as RFC 4180 has it: a text with a comma or a quote is quoted, and
 * a quote in it doubled. Null is nothing, and an empty text {@code ""}. All that is not text is
 * written as in JSON, without quotes.
 */
final class CsvLine {
  private final LineBuffer line;
  private final LineBuffer scratch = new LineBuffer();
  private final JsonLine json = new JsonLine(scratch);
  private int start;

  CsvLine(LineBuffer line) {
    this.line = line;
  }

  /** The line begins where the buffer ends. */
  void begin() {
    start = line.length();
  }

  /** Whether nothing is in it. */
  boolean isBlank() {
    return line.length() == start;
  }

  void comma() {
    line.write(',');
  }

  /**
   * Returns false when a line cannot hold the text: it has a line break, at which readers split.
   */
  boolean text(UTF8String text) {
    byte[] bytes = wellFormed(text.getBytes());
    boolean plain = bytes.length > 0;
    for (byte each : bytes) {
      if (each == '\n' || each == '\r') {
        return false;
      }
      plain &= each != ',' && each != '"';
    }
    if (plain) {
      line.write(bytes);
    } else {
      quoted(bytes);
    }
    return true;
  }

  /**
   * A number, a truth value or a time: what JSON has of it, between the quotes if there are any.
   */
  void scalar(ValueWriter writer, SpecializedGetters values, int ordinal) throws IOException {
    write(writer, values, ordinal);
    int quote = scratch.bytes()[0] == '"' ? 1 : 0;
    line.write(scratch.bytes(), quote, scratch.length() - 2 * quote);
  }

  /** A vector, each of its numbers a field. */
  void numbers(ValueWriter writer, SpecializedGetters values, int ordinal) throws IOException {
    write(writer, values, ordinal);
    for (int at = 0; at < scratch.length(); at++) {
      byte each = scratch.bytes()[at];
      if (each != '"' && each != '[' && each != ']') {
        line.write(each);
      }
    }
  }

  private void write(ValueWriter writer, SpecializedGetters values, int ordinal)
      throws IOException {
    scratch.clear();
    json.begin();
    writer.write(json, values, ordinal);
  }

  /** What is no UTF-8 becomes the replacement character, as it does in JSON. */
  private static byte[] wellFormed(byte[] bytes) {
    return Utf8.of(bytes, 0, bytes.length) == Utf8.MALFORMED
        ? new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)
        : bytes;
  }

  private void quoted(byte[] bytes) {
    line.write('"');
    for (byte each : bytes) {
      if (each == '"') {
        line.write('"');
      }
      line.write(each);
    }
    line.write('"');
  }
}
