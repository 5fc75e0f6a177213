package dev.batchtransform.spark.internal.record.encode;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back as a double or float, as the JDK has it since version 19: R.
 * Giulietti, "The Schubfach way to render doubles", 2022. The names are those of the paper. Not
 * safe for threads.
 */
final class ShortestDigits {

  /** Of a decimal's digits and exponent; the longest is {@code -1.2345678901234567E-308}. */
  static final int MOST_CHARACTERS = 26;

  private static final int LEAST_K = -324;
  private static final int GREATEST_K = 292;
  private static final long LOW_63 = Long.MAX_VALUE;

  /** For each k two halves of g, which is 10^-k in 126 bits, rounded up. */
  private static final long[] G = powers();

  private static final int DOUBLE_BITS = 52;
  private static final int FLOAT_BITS = 23;

  private byte[] text = new byte[0];
  private int length;

  /**
   * Puts a finite number, for which there must be room for {@link #MOST_CHARACTERS}.
   *
   * @return where its text ends
   */
  int put(byte[] into, int at, double value) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> DOUBLE_BITS) & 0x7FF;
    begin(into, at, bits < 0);
    put(bits & ((1L << DOUBLE_BITS) - 1), biased, DOUBLE_BITS, 1023 + DOUBLE_BITS);
    return length;
  }

  /** Puts a finite number, as {@link #put(byte[], int, double)} does. */
  int put(byte[] into, int at, float value) {
    int bits = Float.floatToRawIntBits(value);
    int biased = (bits >>> FLOAT_BITS) & 0xFF;
    begin(into, at, bits < 0);
    put(bits & ((1L << FLOAT_BITS) - 1), biased, FLOAT_BITS, 127 + FLOAT_BITS);
    return length;
  }

  private void begin(byte[] into, int at, boolean negative) {
    text = into;
    length = at;
    if (negative) {
      text[length++] = '-';
    }
  }

  private void put(long fraction, int biased, int bits, int bias) {
    long implied = 1L << bits;
    if (biased == 0) {
      if (fraction == 0) {
        write(0, 0);
      } else {
        decimal(1 - bias, fraction, false, bits);
      }
      return;
    }
    long c = implied | fraction;
    int q = biased - bias;
    int zeros = -q;
    if (zeros > 0 && zeros <= bits && (c & ((1L << zeros) - 1)) == 0) {
      write(c >> zeros, 0);
      return;
    }
    decimal(q, c, fraction == 0 && biased > 1, bits);
  }

  /**
   * Finds the decimal of c * 2^q.
   *
   * @param irregular whether the number below is nearer than the one above
   */
  private void decimal(int q, long significand, boolean irregular, int bits) {
    long c = significand;
    int dk = 0;
    // Of the least numbers a second digit is needed to choose between two of one.
    if (significand < (bits == DOUBLE_BITS ? 3 : 8)) {
      c = 10 * significand;
      dk = -1;
    }
    int out = (int) c & 1;
    long cb = c << 2;
    long cbr = cb + 2;
    long cbl = irregular ? cb - 1 : cb - 2;
    int k = irregular ? floorLog10ThreeQuartersPow2(q) : floorLog10Pow2(q);
    int h = q + floorLog2Pow10(-k) + 2;
    long g1 = G[2 * (k - LEAST_K)];
    long g0 = G[2 * (k - LEAST_K) + 1];
    long vb = roundToOdd(g1, g0, cb << h);
    long vbl = roundToOdd(g1, g0, cbl << h) + out;
    long vbr = roundToOdd(g1, g0, cbr << h) - out;
    long s = vb >> 2;
    if (s >= 100) {
      long tens = s / 10 * 10;
      boolean lower = vbl <= (tens << 2);
      boolean upper = ((tens + 10) << 2) <= vbr;
      if (lower != upper) {
        write(lower ? tens : tens + 10, k);
        return;
      }
    }
    long t = s + 1;
    boolean lower = vbl <= (s << 2);
    boolean upper = (t << 2) <= vbr;
    if (lower != upper) {
      write(lower ? s : t, k + dk);
      return;
    }
    long beyond = vb - ((s + t) << 1);
    write(beyond < 0 || (beyond == 0 && (s & 1) == 0) ? s : t, k + dk);
  }

  private static long roundToOdd(long g1, long g0, long cp) {
    long x1 = Math.multiplyHigh(g0, cp);
    long y0 = g1 * cp;
    long y1 = Math.multiplyHigh(g1, cp);
    long z = (y0 >>> 1) + x1;
    long w = y1 + (z >>> 63);
    return w | (((z & LOW_63) + LOW_63) >>> 63);
  }

  /** Writes digits * 10^exponent in the form of {@link Double#toString(double)}. */
  private void write(long digits, int exponent) {
    long significant = digits;
    int e = exponent;
    while (significant != 0 && significant % 10 == 0) {
      significant /= 10;
      e++;
    }
    int count = Digits.count(significant);
    int point = significant == 0 ? 1 : count + e;
    if (point > 7 || point < -2) {
      scientific(significant, count, point);
    } else if (point <= 0) {
      text[length++] = '0';
      text[length++] = '.';
      zeros(-point);
      append(significant, count);
    } else if (count <= point) {
      append(significant, count);
      zeros(point - count);
      text[length++] = '.';
      text[length++] = '0';
    } else {
      append(significant, count);
      point(point, count);
    }
  }

  /** Makes room for the point after so many of the digits: moving them takes no division. */
  private void point(int before, int count) {
    int at = length - count + before;
    for (int each = length; each > at; each--) {
      text[each] = text[each - 1];
    }
    text[at] = '.';
    length++;
  }

  private void scientific(long significant, int count, int point) {
    append(significant, count);
    if (count == 1) {
      text[length++] = '.';
      text[length++] = '0';
    } else {
      point(1, count);
    }
    text[length++] = 'E';
    int power = point - 1;
    if (power < 0) {
      text[length++] = '-';
      power = -power;
    }
    append(power, Digits.count(power));
  }

  private void zeros(int count) {
    for (int each = 0; each < count; each++) {
      text[length++] = '0';
    }
  }

  private void append(long number, int count) {
    length = Digits.put(text, length, number, count);
  }

  static int floorLog10Pow2(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  private static int floorLog10ThreeQuartersPow2(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  private static int floorLog2Pow10(int e) {
    return (int) ((e * 913_124_641_741L) >> 38);
  }

  private static long[] powers() {
    long[] g = new long[2 * (GREATEST_K - LEAST_K + 1)];
    for (int k = LEAST_K; k <= GREATEST_K; k++) {
      int shift = 125 - floorLog2Pow10(-k);
      BigInteger power = BigInteger.TEN.pow(Math.abs(k));
      BigInteger floor;
      if (k > 0) {
        floor = BigInteger.ONE.shiftLeft(shift).divide(power);
      } else {
        floor = shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
      }
      BigInteger up = floor.add(BigInteger.ONE);
      g[2 * (k - LEAST_K)] = up.shiftRight(63).longValueExact();
      g[2 * (k - LEAST_K) + 1] = up.longValue() & LOW_63;
    }
    return g;
  }
}
