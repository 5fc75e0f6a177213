package dev.batchtransform.spark.internal.record.encode;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON that stays on one line for every reader: the characters that some take for the end of a line
 * (U+0085, U+2028, U+2029) leave escaped, as line feeds and control characters do.
 */
public final class OneLineJson {

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new LineBreakEscapes())
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private OneLineJson() {}

  /** A generator that puts nothing between two values. Non-finite numbers are quoted. */
  public static JsonGenerator generator(OutputStream out) {
    try {
      JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8);
      json.setRootValueSeparator(null);
      return json;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes a string; bytes that are not UTF-8 become U+FFFD, as everywhere in Java. */
  static void writeString(JsonGenerator json, byte[] bytes, int offset, int length)
      throws IOException {
    if (Utf8.of(bytes, offset, length) == Utf8.PLAIN) {
      json.writeUTF8String(bytes, offset, length);
    } else {
      json.writeString(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }

  /** A field's name, escaped once. */
  static final class FieldName {

    private final String text;
    private final byte[] withColon;

    FieldName(String name) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      // A lone surrogate has no UTF-8 form; the round trip replaces it.
      this.text = new String(bytes, StandardCharsets.UTF_8);
      this.withColon = withColon(text);
    }

    /** The name itself, to be written where a value is expected. */
    String text() {
      return text;
    }

    /** The name in quotes, and the colon that follows it. */
    byte[] withColon() {
      return withColon;
    }

    private static byte[] withColon(String name) {
      LineBuffer escaped = new LineBuffer();
      try {
        new JsonLine(escaped).name(name);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      return Arrays.copyOf(escaped.bytes(), escaped.length());
    }
  }

  private static final class LineBreakEscapes extends CharacterEscapes {

    private static final SerializableString NEXT_LINE = new SerializedString("\\u0085");
    private static final SerializableString LINE_SEPARATOR = new SerializedString("\\u2028");
    private static final SerializableString PARAGRAPH_SEPARATOR = new SerializedString("\\u2029");

    @Override
    public int[] getEscapeCodesForAscii() {
      return standardAsciiEscapesForJSON();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return switch (character) {
        case 0x85 -> NEXT_LINE;
        case 0x2028 -> LINE_SEPARATOR;
        case 0x2029 -> PARAGRAPH_SEPARATOR;
        default -> null;
      };
    }
  }
}
