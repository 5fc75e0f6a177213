package dev.batchtransform.spark.internal.record.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Decimal digits of whole numbers, as ASCII bytes. */
final class Digits {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // Constants rather than an array's elements: the compiler divides by them without a division.
  private static final long EIGHT = 100_000_000L;
  private static final long EVERY_ZERO = 0x3030303030303030L;
  private static final long[] TENS = new long[19];

  static {
    TENS[0] = 1;
    for (int each = 1; each < TENS.length; each++) {
      TENS[each] = 10 * TENS[each - 1];
    }
  }

  private Digits() {}

  /** How many digits a number has that is not negative. */
  static int count(long number) {
    // log10 of 2^bits, and one more from the power of ten on.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(number | 1);
    int least = ShortestDigits.floorLog10Pow2(bits);
    return number >= TENS[least] ? least + 1 : Math.max(1, least);
  }

  /**
   * Puts the digits of a number that is not negative, with zeros before it so that there are so
   * many.
   *
   * @return where they end
   */
  static int put(byte[] into, int at, long number, int count) {
    int end = at + count;
    long rest = number;
    int to = end;
    while (to - at >= 8) {
      long high = rest / EIGHT;
      eight(into, to - 8, (int) (rest - high * EIGHT));
      rest = high;
      to -= 8;
    }
    int few = (int) rest;
    while (to > at) {
      int next = few / 10;
      into[--to] = (byte) ('0' + few - 10 * next);
      few = next;
    }
    return end;
  }

  /** Puts the digits of a number that is not negative. */
  static int put(byte[] into, int at, long number) {
    return put(into, at, number, count(number));
  }

  /**
   * Halves the number until each byte of a long holds a digit: two of four digits, four of two,
   * eight of one. Quotients are taken by multiplying with a reciprocal that is exact in the range.
   */
  private static void eight(byte[] into, int at, int number) {
    int high = number / 10_000;
    long fours = high | ((long) (number - 10_000 * high) << 32);
    long hundreds = ((fours * 10_486) >>> 20) & 0x0000007F0000007FL;
    long twos = hundreds | ((fours - 100 * hundreds) << 16);
    long tens = ((twos * 103) >>> 10) & 0x000F000F000F000FL;
    long ones = tens | ((twos - 10 * tens) << 8);
    LONGS.set(into, at, ones | EVERY_ZERO);
  }

  /** Ten to that power, of at most 18. */
  static long ten(int power) {
    return TENS[power];
  }
}
