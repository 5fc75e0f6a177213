package dev.batchtransform.spark.internal.record.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal digits, eight bytes at a time, as in D. Lemire, "Number Parsing at a Gigabyte per
 * Second", Software: Practice and Experience 51 (8), 2021.
 */
final class Digits {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long ABOVE_NINE = 0x7676767676767676L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long EVERY_FOURTH = 0x000000FF000000FFL;
  private static final long MILLION_AND_HUNDRED = 100 + (1_000_000L << 32);
  private static final long TEN_THOUSAND_AND_ONE = 1 + (10_000L << 32);

  private Digits() {}

  /** The eight bytes from {@code at} on; a digit is its value. */
  static long load(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at) ^ ZEROS;
  }

  /** With how many digits these bytes begin. */
  static int count(long loaded) {
    // What a byte that is no digit carries into the bytes after it does not matter.
    long others = ((loaded + ABOVE_NINE) | loaded) & HIGH_BITS;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /** The number that the first {@code count} of these bytes are, 0 for none. */
  static long value(long loaded, int count) {
    // In two steps, because no shift is by all the bits of a long.
    int half = (Long.BYTES - count) * Byte.SIZE / 2;
    long last = loaded << half << half;
    long pairs = last * 10 + (last >>> 8);
    return ((pairs & EVERY_FOURTH) * MILLION_AND_HUNDRED
            + ((pairs >>> 16) & EVERY_FOURTH) * TEN_THOUSAND_AND_ONE)
        >>> 32;
  }
}
