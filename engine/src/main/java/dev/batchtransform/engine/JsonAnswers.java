package dev.batchtransform.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON values of one request's answer, told apart in one pass over its bytes, and how they lie
 * on its lines. Looks no deeper than it must to see where a value ends.
 */
final class JsonAnswers {

  private static final Pattern LITERAL =
      Pattern.compile(
          "-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?|true|false|null|NaN|[-+]?(Infinity|INF)|[-+]?NaN");

  /** Longer ones are not numbers that anybody writes. */
  private static final int LONGEST_LITERAL = 1_000;

  private final byte[] json;
  private final @Nullable ByteArrayOutputStream tidied;

  private int values;
  private int linesWithContent;
  private int blankLines;
  private boolean spanning;
  private boolean sharing;
  private boolean overclosed;
  private boolean odd;

  private int depth;
  private boolean inString;
  private int literalStart = -1;
  private int valuesOnLine;
  private boolean lineHasContent;

  private JsonAnswers(byte[] json, @Nullable ByteArrayOutputStream tidied) {
    this.json = json;
    this.tidied = tidied;
    for (int at = 0; at < json.length && !overclosed; at++) {
      at = take(at);
    }
    endLiteral(json.length);
    if (json.length > 0 && json[json.length - 1] != '\n') {
      endLine();
    }
  }

  static JsonAnswers of(byte[] json) {
    return new JsonAnswers(json, null);
  }

  /** How many values there are. Means nothing when this is not JSON. */
  int values() {
    return values;
  }

  /** Whether this is JSON as far as can be told without looking into its values. */
  boolean isJson() {
    return !odd && isClosed();
  }

  /** Whether each value lies on a line of its own. */
  boolean isOneEachLine() {
    return !spanning && !sharing;
  }

  /** Whether no line needs another to be understood, be it JSON or not. */
  boolean linesStandAlone() {
    return !spanning && isClosed();
  }

  private boolean isClosed() {
    return !overclosed && depth == 0 && !inString;
  }

  /** Lines that hold anything. */
  int linesWithContent() {
    return linesWithContent;
  }

  /** Whether a line holds nothing where a value might have been. */
  boolean hasBlankLines() {
    return blankLines > 0;
  }

  /** The values on a line each. */
  byte[] tidy() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(json.length + 1);
    var unused = new JsonAnswers(json, lines);
    return lines.toByteArray();
  }

  /** Takes a byte, or an escape in a string, and returns where it ends. */
  private int take(int at) {
    byte b = json[at];
    if (inString) {
      return takeInString(at);
    }
    switch (b) {
      case '\n' -> {
        endLiteral(at);
        spanning |= depth > 0;
        endLine();
        keepInside((byte) ' ');
      }
      case ' ', '\t', '\r' -> {
        endLiteral(at);
        keepInside(b == '\r' ? (byte) ' ' : b);
      }
      case '{', '[' -> {
        begin(at);
        depth++;
        keep(b);
      }
      case '}', ']' -> {
        lineHasContent = true;
        depth--;
        overclosed = depth < 0;
        keep(b);
      }
      case '"' -> {
        begin(at);
        inString = true;
        keep(b);
      }
      default -> {
        if (depth == 0 && literalStart < 0) {
          begin(at);
          literalStart = at;
        }
        lineHasContent = true;
        keep(b);
      }
    }
    return at;
  }

  private int takeInString(int at) {
    byte b = json[at];
    lineHasContent = true;
    if (b == '\n') {
      // No JSON, strictly, but it is written and read.
      spanning = true;
      endLine();
      keep('\\');
      keep('n');
      return at;
    }
    keep(b);
    if (b == '"') {
      inString = false;
    } else if (b == '\\' && at + 1 < json.length && json[at + 1] != '\n') {
      keep(json[at + 1]);
      return at + 1;
    }
    return at;
  }

  private void begin(int at) {
    lineHasContent = true;
    if (depth > 0) {
      return;
    }
    endLiteral(at);
    if (tidied != null && values > 0) {
      tidied.write('\n');
    }
    values++;
    valuesOnLine++;
    sharing |= valuesOnLine > 1;
  }

  private void endLiteral(int end) {
    if (literalStart >= 0) {
      odd |= !isLiteral(end - literalStart);
      literalStart = -1;
    }
  }

  private boolean isLiteral(int length) {
    return length <= LONGEST_LITERAL
        && LITERAL
            .matcher(new String(json, literalStart, length, StandardCharsets.ISO_8859_1))
            .matches();
  }

  private void endLine() {
    if (lineHasContent) {
      linesWithContent++;
    } else if (depth == 0) {
      blankLines++;
    }
    lineHasContent = false;
    valuesOnLine = 0;
  }

  private void keepInside(int b) {
    if (depth > 0) {
      keep(b);
    }
  }

  private void keep(int b) {
    if (tidied != null) {
      tidied.write(b);
    }
  }
}
