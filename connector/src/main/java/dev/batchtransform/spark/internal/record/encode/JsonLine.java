package dev.batchtransform.spark.internal.record.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.batchtransform.spark.internal.record.encode.OneLineJson.FieldName;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes JSON to a line, byte for byte as the {@linkplain OneLineJson#generator generator} does
 * that it stands in for: every value of every row passes here, and most are numbers and texts
 * without anything to escape. Whatever else there is goes to that generator. Trusts its callers to
 * open and close objects and arrays in pairs. Not safe for threads.
 */
public final class JsonLine {

  private static final int MOST_LONG_CHARACTERS = 20;
  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");

  private final LineBuffer line;
  private final JsonGenerator unusual;
  private final ShortestDigits shortest = new ShortestDigits();
  private boolean separated = true;

  /** Writes to the end of that line. */
  public JsonLine(LineBuffer line) {
    this.line = line;
    this.unusual = OneLineJson.generator(line);
  }

  /** The next value has nothing to do with those before. */
  public void begin() {
    separated = true;
  }

  void startObject() {
    start('{');
  }

  void endObject() {
    end('}');
  }

  void startArray() {
    start('[');
  }

  void endArray() {
    end(']');
  }

  void name(FieldName name) {
    separate();
    line.write(name.withColon());
    separated = true;
  }

  void name(String name) throws IOException {
    write(name);
    line.write(':');
    separated = true;
  }

  void writeNull() {
    literal(NULL);
  }

  void write(boolean value) {
    literal(value ? TRUE : FALSE);
  }

  void write(long value) {
    separate();
    byte[] into = line.room(MOST_LONG_CHARACTERS);
    int at = line.length();
    if (value == Long.MIN_VALUE) {
      // Has no positive counterpart.
      line.write(ascii(Long.toString(value)));
      return;
    }
    if (value < 0) {
      into[at++] = '-';
    }
    line.endAt(Digits.put(into, at, Math.abs(value)));
  }

  /** Numbers that are not finite are quoted. */
  void write(double value) {
    if (Double.isFinite(value)) {
      separate();
      byte[] into = line.room(ShortestDigits.MOST_CHARACTERS);
      line.endAt(shortest.put(into, line.length(), value));
    } else {
      literal(ascii('"' + Double.toString(value) + '"'));
    }
  }

  /** Numbers that are not finite are quoted. */
  void write(float value) {
    if (Float.isFinite(value)) {
      separate();
      byte[] into = line.room(ShortestDigits.MOST_CHARACTERS);
      line.endAt(shortest.put(into, line.length(), value));
    } else {
      literal(ascii('"' + Float.toString(value) + '"'));
    }
  }

  /** Without an exponent. */
  void write(BigDecimal value) {
    literal(ascii(value.toPlainString()));
  }

  /** As base64. */
  void write(byte[] value) {
    byte[] text = Base64.getEncoder().encode(value);
    quoted(text, 0, text.length);
  }

  void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /** Bytes that are not UTF-8 become U+FFFD, as everywhere in Java. */
  void write(UTF8String text) throws IOException {
    ByteBuffer bytes = text.getByteBuffer();
    write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  /** A text in ASCII of which nothing needs to be escaped. */
  void quoted(byte[] text, int offset, int length) {
    separate();
    line.write('"');
    line.write(text, offset, length);
    line.write('"');
  }

  private void write(byte[] text, int offset, int length) throws IOException {
    int plain = PlainText.plainAscii(text, offset, length);
    if (plain == length || PlainText.isPlain(text, offset + plain, length - plain)) {
      quoted(text, offset, length);
    } else {
      separate();
      OneLineJson.writeString(unusual, text, offset, length);
      unusual.flush();
    }
  }

  private void start(char bracket) {
    separate();
    line.write(bracket);
    separated = true;
  }

  private void end(char bracket) {
    line.write(bracket);
    separated = false;
  }

  private void literal(byte[] text) {
    separate();
    line.write(text);
  }

  /** What follows is a value or a name, and the next one is to be told from it. */
  private void separate() {
    if (!separated) {
      line.write(',');
    }
    separated = false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
