package dev.batchtransform.spark.internal.record.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a sequence of bytes is, read as UTF-8. */
public enum Utf8 {
  /** Well-formed, and nothing in it ends a line except perhaps ASCII control characters. */
  PLAIN,
  /** Well-formed, with a character outside ASCII that some readers take for the end of a line. */
  BREAKING,
  /** Not well-formed. */
  MALFORMED;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** What the bytes are. */
  public static Utf8 of(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    Utf8 found = PLAIN;
    while (at < end) {
      at = skipAscii(bytes, at, end);
      if (at == end) {
        break;
      }
      int size = sizeOfCharacter(bytes, at, end);
      if (size == 0) {
        return MALFORMED;
      }
      if (lineBreakAt(bytes, at) > 0) {
        found = BREAKING;
      }
      at += size;
    }
    return found;
  }

  /**
   * Bytes of the line break outside ASCII (U+0085, U+2028, U+2029) that begins here; 0 when none
   * does. The bytes are well-formed.
   */
  static int lineBreakAt(byte[] bytes, int at) {
    if (bytes[at] == (byte) 0xC2 && bytes[at + 1] == (byte) 0x85) {
      return 2;
    }
    boolean separator =
        bytes[at] == (byte) 0xE2
            && bytes[at + 1] == (byte) 0x80
            && (bytes[at + 2] == (byte) 0xA8 || bytes[at + 2] == (byte) 0xA9);
    return separator ? 3 : 0;
  }

  private static int skipAscii(byte[] bytes, int from, int end) {
    int at = from;
    while (at <= end - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Bytes of the character outside ASCII that begins at {@code at}; 0 when it is malformed. */
  private static int sizeOfCharacter(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      return continues(bytes, at + 1, end, 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      // E0 would be overlong below A0; ED would be a surrogate from A0 on.
      int low = lead == 0xE0 ? 0xA0 : 0x80;
      int high = lead == 0xED ? 0x9F : 0xBF;
      return continues(bytes, at + 1, end, 2, low, high) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      // F0 would be overlong below 90; F4 would pass U+10FFFF from 90 on.
      int low = lead == 0xF0 ? 0x90 : 0x80;
      int high = lead == 0xF4 ? 0x8F : 0xBF;
      return continues(bytes, at + 1, end, 3, low, high) ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(
      byte[] bytes, int at, int end, int count, int lowOfFirst, int highOfFirst) {
    if (at + count > end) {
      return false;
    }
    int first = bytes[at] & 0xFF;
    if (first < lowOfFirst || first > highOfFirst) {
      return false;
    }
    for (int i = 1; i < count; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  }
}
