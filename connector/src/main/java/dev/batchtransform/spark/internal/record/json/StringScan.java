package dev.batchtransform.spark.internal.record.json;

import dev.batchtransform.spark.internal.record.encode.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** A string in bytes: first where it ends, then, if that is asked, its content. */
final class StringScan {

  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private boolean escaped;
  private char[] characters = new char[64];

  /**
   * Finds the end of a string.
   *
   * @param first the byte after its opening quote
   * @return the byte after its closing quote; -1 when there is none
   * @throws NotPlainException when it is none by JSON's letter, or is not UTF-8
   */
  int scan(byte[] from, int first, int limit) throws NotPlainException {
    bytes = from;
    start = first;
    escaped = false;
    int at = first;
    int all = 0;
    while (at < limit) {
      byte each = from[at];
      if (each == '"') {
        end = at;
        if (all < 0 && Utf8.of(from, start, end - start) == Utf8.MALFORMED) {
          throw new NotPlainException();
        }
        return at + 1;
      }
      all |= each;
      if (each == '\\') {
        escaped = true;
        at = escape(at + 1, limit);
      } else if (each >= 0 && each < ' ') {
        throw new NotPlainException();
      } else {
        at++;
      }
    }
    return -1;
  }

  private int escape(int at, int limit) throws NotPlainException {
    if (at == limit) {
      return at;
    }
    switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        int last = Math.min(at + 4, limit - 1);
        for (int each = at + 1; each <= last; each++) {
          if (Character.digit(bytes[each], 16) < 0) {
            throw new NotPlainException();
          }
        }
        return last + 1;
      }
      default -> throw new NotPlainException();
    }
  }

  /** Bytes of it, without the quotes. */
  int length() {
    return end - start;
  }

  UTF8String utf8() {
    return escaped
        ? UTF8String.fromString(text())
        : UTF8String.fromBytes(Arrays.copyOfRange(bytes, start, end));
  }

  String text() {
    return escaped ? unescaped() : new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Its content as a name, of which there may be one already. */
  String name(NameCache names) {
    return escaped ? unescaped() : names.of(bytes, start, end);
  }

  private String unescaped() {
    if (characters.length < end - start) {
      characters = new char[2 * (end - start)];
    }
    int count = 0;
    int at = start;
    while (at < end) {
      int run = at;
      while (at < end && bytes[at] != '\\') {
        at++;
      }
      String plain = new String(bytes, run, at - run, StandardCharsets.UTF_8);
      plain.getChars(0, plain.length(), characters, count);
      count += plain.length();
      if (at < end) {
        characters[count++] = escapedAt(at + 1);
        at += bytes[at + 1] == 'u' ? 6 : 2;
      }
    }
    return new String(characters, 0, count);
  }

  private char escapedAt(int at) {
    return switch (bytes[at]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex(at + 1);
      default -> (char) bytes[at];
    };
  }

  private char hex(int at) {
    int code = 0;
    for (int each = at; each < at + 4; each++) {
      code = (code << 4) | Character.digit(bytes[each], 16);
    }
    return (char) code;
  }
}
