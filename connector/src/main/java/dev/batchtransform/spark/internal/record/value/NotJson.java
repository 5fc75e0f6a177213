package dev.batchtransform.spark.internal.record.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Says what an answer is that is not JSON, as far as its bytes tell, and never quotes it. */
public final class NotJson {

  private static final int BYTE = 0xFF;

  private NotJson() {}

  /** What the bytes are, as a sentence about the answer. */
  public static String describe(byte[] buffer, int start, int length) {
    if (begins(buffer, start, length, 0x1F, 0x8B)) {
      return "the answer is compressed with gzip, not JSON";
    }
    if (begins(buffer, start, length, 0xFE, 0xFF) || begins(buffer, start, length, 0xFF, 0xFE)) {
      return "the answer is in UTF-16, not JSON in UTF-8";
    }
    if (length > 0 && buffer[start + length - 1] == 0) {
      return "the answer ends in a NUL character, which JSON does not allow";
    }
    if (!isUtf8(buffer, start, length)) {
      return "the answer is not UTF-8 (perhaps Latin-1 or compressed), so it is not JSON";
    }
    int first = start;
    while (first < start + length && Character.isWhitespace(buffer[first])) {
      first++;
    }
    if (begins(buffer, first, start + length - first, '<')) {
      return "the answer is an HTML or XML page, not JSON";
    }
    return "the answer is not JSON (for lines of text set 'resultFormat' to text, for csv to csv)";
  }

  private static boolean begins(byte[] buffer, int start, int length, int... bytes) {
    if (length < bytes.length) {
      return false;
    }
    for (int each = 0; each < bytes.length; each++) {
      if ((buffer[start + each] & BYTE) != bytes[each]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf8(byte[] buffer, int start, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, start, length));
      return true;
    } catch (CharacterCodingException otherwise) {
      return false;
    }
  }
}
