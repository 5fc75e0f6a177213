package dev.batchtransform.spark.internal.record.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether a text can stand between quotes as it is. */
final class PlainText {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVERY_BYTE = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = ' ' * EVERY_BYTE;
  private static final long QUOTES = '"' * EVERY_BYTE;
  private static final long BACKSLASHES = '\\' * EVERY_BYTE;

  private PlainText() {}

  /** How many bytes at the beginning are of ASCII and need no escape. */
  static int plainAscii(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at <= end - Long.BYTES) {
      long eight = (long) LONGS.get(text, at);
      long unusual = (eight | escaped(eight)) & HIGH_BITS;
      if (unusual != 0) {
        return at - offset + (Long.numberOfTrailingZeros(unusual) >> 3);
      }
      at += Long.BYTES;
    }
    while (at < end && text[at] >= ' ' && text[at] != '"' && text[at] != '\\') {
      at++;
    }
    return at - offset;
  }

  /** Whether it is UTF-8 of which nothing needs an escape. */
  static boolean isPlain(byte[] text, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      byte each = text[at];
      if ((each >= 0 && each < ' ') || each == '"' || each == '\\') {
        return false;
      }
    }
    return Utf8.of(text, offset, length) == Utf8.PLAIN;
  }

  /**
   * Has a high bit for each byte that is a quote, a backslash or below a space; above the first of
   * those, and for bytes outside ASCII, it may have others.
   */
  private static long escaped(long eight) {
    return (eight - SPACES)
        | ((eight ^ QUOTES) - EVERY_BYTE)
        | ((eight ^ BACKSLASHES) - EVERY_BYTE);
  }
}
