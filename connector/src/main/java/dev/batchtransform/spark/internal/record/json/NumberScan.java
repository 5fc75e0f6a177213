package dev.batchtransform.spark.internal.record.json;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import ch.randelshofer.fastdoubleparser.JavaFloatParser;
import java.nio.charset.StandardCharsets;

/**
 * A number in bytes: first where it ends and what its digits are, then, if that is asked, its
 * value. Not safe for threads.
 *
 * <p>Most numbers are their digits times or by a power of ten, both of them exact as doubles, so
 * that one operation rounds once (W. Clinger, "How to Read Floating Point Numbers Accurately",
 * 1990). The others are FastDoubleParser's.
 */
final class NumberScan {

  /** That many digits are fewer than a long holds. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_EXPONENT_DIGITS = 4;
  private static final long MOST_EXACT = 1L << 53;

  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long[] LONG_TENS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  /** Bits of a double that a float has no place for, and what they are half way between floats. */
  private static final long BELOW_FLOAT = (1L << 29) - 1;

  private static final long HALF_WAY = 1L << 28;

  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private boolean negative;
  private boolean whole;
  private boolean plain;
  private int count;
  private long digits;
  private int exponent;

  /**
   * Finds a number.
   *
   * @param limit where the bytes end that may be looked at
   * @return where it ends
   * @throws NotPlainException when it is none by JSON's letter
   */
  int scan(byte[] from, int at, int limit) throws NotPlainException {
    bytes = from;
    start = at;
    negative = at < limit && from[at] == '-';
    int first = negative ? at + 1 : at;
    digits = 0;
    exponent = 0;
    int next = digits(first, limit);
    count = next - first;
    if (count == 0 || (count > 1 && from[first] == '0')) {
      throw NotPlainException.INSTANCE;
    }
    whole = true;
    plain = true;
    if (next < limit && from[next] == '.') {
      next = fraction(next + 1, limit);
    }
    if (next < limit && (from[next] | 0x20) == 'e') {
      next = exponent(next + 1, limit);
    }
    end = next;
    return next;
  }

  private int fraction(int first, int limit) throws NotPlainException {
    int next = digits(first, limit);
    if (next == first) {
      throw NotPlainException.INSTANCE;
    }
    whole = false;
    count += next - first;
    exponent = first - next;
    return next;
  }

  private int exponent(int at, int limit) throws NotPlainException {
    boolean signed = at < limit && (bytes[at] == '-' || bytes[at] == '+');
    boolean down = signed && bytes[at] == '-';
    int first = signed ? at + 1 : at;
    long saved = digits;
    digits = 0;
    int next = digits(first, limit);
    if (next == first || next - first > MOST_EXPONENT_DIGITS) {
      throw NotPlainException.INSTANCE;
    }
    whole = false;
    plain = false;
    exponent += down ? -(int) digits : (int) digits;
    digits = saved;
    return next;
  }

  /** Goes over digits, and puts them behind those that came before. */
  private int digits(int from, int limit) {
    int at = from;
    long sum = digits;
    while (at + Long.BYTES <= limit) {
      long loaded = Digits.load(bytes, at);
      int some = Digits.count(loaded);
      if (some > 0) {
        sum = sum * LONG_TENS[some] + Digits.value(loaded, some);
        at += some;
      }
      if (some < Long.BYTES) {
        digits = sum;
        return at;
      }
    }
    while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
      sum = sum * 10 + (bytes[at] - '0');
      at++;
    }
    digits = sum;
    return at;
  }

  /** Characters of it. */
  int length() {
    return end - start;
  }

  /** Whether it has neither fraction nor exponent. */
  boolean isWhole() {
    return whole;
  }

  /** Whether it has no exponent. */
  boolean isPlainDecimal() {
    return plain;
  }

  /** Whether it is an integer of so few digits that {@link #longValue} is it. */
  boolean isShort() {
    return whole && count <= MOST_DIGITS;
  }

  /** The integer that it is, if that {@link #isShort}. */
  long longValue() {
    return negative ? -digits : digits;
  }

  /** The number that it is, as Jackson reads it: an integer has no negative zero. */
  double doubleValue() {
    if (isShort()) {
      return longValue();
    }
    if (count <= MOST_DIGITS && digits <= MOST_EXACT && Math.abs(exponent) < TENS.length) {
      double value = scaled();
      return negative ? -value : value;
    }
    return JavaDoubleParser.parseDouble(bytes, start, end - start);
  }

  /** As {@link #doubleValue}. */
  float floatValue() {
    if (isShort()) {
      return longValue();
    }
    if (count <= MOST_DIGITS && Math.abs(exponent) < TENS.length) {
      double value = scaled();
      // Off by less than two units in its last place. If it is further than that from where floats
      // part, the number itself is on the same side.
      long left = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) - HALF_WAY;
      if ((left > 2 || left < -2) && value >= Float.MIN_NORMAL || digits == 0) {
        return (float) (negative ? -value : value);
      }
    }
    return JavaFloatParser.parseFloat(bytes, start, end - start);
  }

  private double scaled() {
    return exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
  }

  String text() {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }
}
