package dev.batchtransform.spark.internal.record.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Numbers are read to the bit as the JDK reads them, each in the way it may be written. */
class NumberScanPropertyTest {

  private static final int TRIES = 20_000;

  private final NumberScan scan = new NumberScan();

  @Property(tries = TRIES)
  void aFloatComesBackFromItsShortestText(@ForAll("floatBits") int bits) throws IOException {
    assertReads(Float.toString(Float.intBitsToFloat(bits)));
  }

  @Property(tries = TRIES)
  void aFloatComesBackFromTheTextOfItsDouble(@ForAll("floatBits") int bits) throws IOException {
    assertReads(Double.toString(Float.intBitsToFloat(bits)));
    assertReads("%.17e".formatted((double) Float.intBitsToFloat(bits)));
  }

  @Property(tries = TRIES)
  void aDoubleComesBackFromItsText(@ForAll("doubleBits") long bits) throws IOException {
    double value = Double.longBitsToDouble(bits);
    assertReads(Double.toString(value));
    assertReads("%.16e".formatted(value));
  }

  @Property(tries = TRIES)
  void whatLiesBesideTheMiddleOfTwoFloatsGoesToTheNearer(
      @ForAll("floatBits") int bits, @ForAll("digits") int digits, @ForAll boolean up)
      throws IOException {
    float value = Math.abs(Float.intBitsToFloat(bits));
    float next = Math.nextUp(value);
    if (Float.isInfinite(next)) {
      return;
    }
    BigDecimal middle =
        new BigDecimal(value).add(new BigDecimal(next)).divide(BigDecimal.valueOf(2));
    BigDecimal rounded =
        middle.round(
            new java.math.MathContext(
                digits, up ? java.math.RoundingMode.UP : java.math.RoundingMode.DOWN));
    assertReads(exact(middle));
    assertReads(exact(rounded));
  }

  @Property(tries = TRIES)
  void aNumberOfAnyDigitsIsReadAsTheJdkReadsIt(
      @ForAll("significands") String digits, @ForAll("exponents") int exponent) throws IOException {
    assertReads("0." + digits);
    assertReads("-1." + digits + "e" + exponent);
    assertReads(digits.length() + "." + digits + "E+" + Math.abs(exponent));
  }

  private void assertReads(String text) throws IOException {
    byte[] bytes = (" " + text + ",").getBytes(StandardCharsets.US_ASCII);
    assertThat(scan.scan(bytes, 1, bytes.length)).isEqualTo(bytes.length - 1);
    assertThat(Float.floatToRawIntBits(scan.floatValue()))
        .as(text)
        .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(text)));
    assertThat(Double.doubleToRawLongBits(scan.doubleValue()))
        .as(text)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  /** With a fraction, so that it is no integer. */
  private static String exact(BigDecimal value) {
    String text = value.toString();
    return text.contains(".") || text.contains("E") ? text : text + ".0";
  }

  @Provide
  Arbitrary<Integer> floatBits() {
    return Arbitraries.oneOf(
            Arbitraries.randomValue(random -> random.nextInt()),
            Arbitraries.integers(),
            Arbitraries.randomValue(random -> Float.floatToRawIntBits(random.nextFloat() - 0.5f)))
        .filter(bits -> Float.isFinite(Float.intBitsToFloat(bits)));
  }

  @Provide
  Arbitrary<Long> doubleBits() {
    return Arbitraries.oneOf(
            Arbitraries.randomValue(random -> random.nextLong()),
            Arbitraries.longs(),
            Arbitraries.randomValue(
                random -> Double.doubleToRawLongBits(random.nextInt() / 1000.0)),
            Arbitraries.randomValue(random -> Double.doubleToRawLongBits(random.nextGaussian())))
        .filter(bits -> Double.isFinite(Double.longBitsToDouble(bits)));
  }

  @Provide
  Arbitrary<Integer> digits() {
    return Arbitraries.integers().between(8, 24);
  }

  @Provide
  Arbitrary<Integer> exponents() {
    return Arbitraries.integers().between(-345, 320);
  }

  @Provide
  Arbitrary<String> significands() {
    return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40);
  }
}
