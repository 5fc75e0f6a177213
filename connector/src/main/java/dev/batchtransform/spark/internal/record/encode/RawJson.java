package dev.batchtransform.spark.internal.record.encode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.batchtransform.spark.internal.record.JsonInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Puts JSON that somebody else wrote on one line, after making sure that it is one value. */
final class RawJson {

  private RawJson() {}

  /**
   * Appends the text: line breaks between tokens as spaces, those within strings escaped.
   *
   * @return false, and nothing appended, when it is not exactly one JSON value in UTF-8
   */
  static boolean append(byte[] text, int offset, int length, LineBuffer line) {
    Utf8 utf8 = Utf8.of(text, offset, length);
    if (utf8 == Utf8.MALFORMED || !isOneValue(text, offset, length)) {
      return false;
    }
    int end = offset + length;
    int copied = offset;
    for (int at = offset; at < end; at++) {
      int lineBreak = text[at] < 0 && utf8 == Utf8.BREAKING ? Utf8.lineBreakAt(text, at) : 0;
      if (lineBreak > 0 || text[at] == '\n' || text[at] == '\r') {
        line.write(text, copied, at - copied);
        // Outside ASCII a line break of valid JSON can only be within a string.
        line.write(lineBreak > 0 ? escape(text, at, lineBreak) : new byte[] {' '});
        at += Math.max(lineBreak, 1) - 1;
        copied = at + 1;
      }
    }
    line.write(text, copied, end - copied);
    return true;
  }

  private static byte[] escape(byte[] text, int at, int size) {
    int character = new String(text, at, size, StandardCharsets.UTF_8).charAt(0);
    return "\\u%04x".formatted(character).getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isOneValue(byte[] text, int offset, int length) {
    try (JsonParser parser = JsonInput.STRICT.createParser(text, offset, length)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException failure) {
      return false;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
