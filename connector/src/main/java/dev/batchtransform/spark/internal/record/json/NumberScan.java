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

  /** A usual number and the byte after it are no longer. */
  private static final int USUAL_BYTES = 24;

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
  private double sign;
  private boolean whole;
  private boolean plain;
  private int count;

  /** Its digits as one number; or they are in the words. */
  private long digits;

  private boolean inWords;
  private int integer;
  private long word;
  private int ofWord;
  private long nextWord;
  private int ofNextWord;
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
    if (limit - at >= USUAL_BYTES) {
      int end = scanUsual(from, at);
      if (end > 0) {
        return end;
      }
    }
    return scanAny(from, at, limit);
  }

  /**
   * Finds a number with one digit before its point and up to 15 after it, as most are. Whether it
   * is negative and how many digits there are cannot be foreseen, so nothing here branches on them.
   *
   * @return where it ends; 0 when it is another one
   */
  private int scanUsual(byte[] from, int at) {
    int minus = from[at] == '-' ? 1 : 0;
    int first = at + minus;
    int digit = from[first] - '0';
    if (digit < 0 || digit > 9 || from[first + 1] != '.') {
      return 0;
    }
    word = Digits.load(from, first + 2);
    nextWord = Digits.load(from, first + 2 + Long.BYTES);
    ofWord = Digits.count(word);
    ofNextWord = Digits.count(nextWord) & -(ofWord >>> 3);
    int digitsAfter = ofWord + ofNextWord;
    int next = first + 2 + digitsAfter;
    if (digitsAfter == 0 || digitsAfter == 2 * Long.BYTES || (from[next] | 0x20) == 'e') {
      return 0;
    }
    inWords = true;
    integer = digit;
    sign = 1 - 2 * minus;
    whole = false;
    plain = true;
    count = 1 + digitsAfter;
    exponent = -digitsAfter;
    end = next;
    return next;
  }

  private int scanAny(byte[] from, int at, int limit) throws NotPlainException {
    inWords = false;
    boolean negative = at < limit && from[at] == '-';
    sign = negative ? -1 : 1;
    int first = negative ? at + 1 : at;
    digits = 0;
    exponent = 0;
    int next = digits(first, limit);
    count = next - first;
    if (count == 0 || (count > 1 && from[first] == '0')) {
      throw new NotPlainException();
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
      throw new NotPlainException();
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
      throw new NotPlainException();
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
    return sign < 0 ? -digits : digits;
  }

  /** The number that it is, as Jackson reads it: an integer has no negative zero. */
  double doubleValue() {
    if (isShort()) {
      return longValue();
    }
    if (count <= MOST_DIGITS && Math.abs(exponent) < TENS.length) {
      long all = allDigits();
      if (all <= MOST_EXACT) {
        return sign * scaled(all);
      }
    }
    return JavaDoubleParser.parseDouble(bytes, start, end - start);
  }

  /** As {@link #doubleValue}. */
  float floatValue() {
    if (isShort()) {
      return longValue();
    }
    if (count <= MOST_DIGITS && Math.abs(exponent) < TENS.length) {
      long all = allDigits();
      double value = scaled(all);
      // Off by less than two units in its last place. If it is further than that from where floats
      // part, the number itself is on the same side.
      long left = (Double.doubleToRawLongBits(value) & BELOW_FLOAT) - HALF_WAY;
      if (((left > 2 || left < -2) && value >= Float.MIN_NORMAL) || all == 0) {
        return (float) (sign * value);
      }
    }
    return JavaFloatParser.parseFloat(bytes, start, end - start);
  }

  private long allDigits() {
    return inWords
        ? (integer * LONG_TENS[ofWord] + Digits.value(word, ofWord)) * LONG_TENS[ofNextWord]
            + Digits.value(nextWord, ofNextWord)
        : digits;
  }

  private double scaled(long all) {
    return exponent < 0 ? all / TENS[-exponent] : all * TENS[exponent];
  }

  String text() {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }
}
