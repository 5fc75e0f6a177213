package dev.batchtransform.spark.internal.record.encode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Numbers are written as Jackson writes them, and the JDK since version 19. */
class ShortestDigitsPropertyTest {

  private static final int TRIES = 50_000;
  private static final int FIRST_JDK = 19;

  private final ShortestDigits digits = new ShortestDigits();
  private final byte[] text = new byte[1 + ShortestDigits.MOST_CHARACTERS];
  private int length;

  @Property(tries = TRIES)
  void aDoubleIsWrittenAsItsShortestText(@ForAll("doubles") double value) {
    length = digits.put(text, 1, value) - 1;
    assertThat(written()).isEqualTo(NumberOutput.toString(value, true));
    assertThat(Double.parseDouble(written())).isEqualTo(value);
    if (Runtime.version().feature() >= FIRST_JDK) {
      assertThat(written()).isEqualTo(Double.toString(value));
    }
  }

  @Property(tries = TRIES)
  void aFloatIsWrittenAsItsShortestText(@ForAll("floats") float value) {
    length = digits.put(text, 1, value) - 1;
    assertThat(written()).isEqualTo(NumberOutput.toString(value, true));
    assertThat(Float.parseFloat(written())).isEqualTo(value);
    if (Runtime.version().feature() >= FIRST_JDK) {
      assertThat(written()).isEqualTo(Float.toString(value));
    }
  }

  private String written() {
    return new String(text, 1, length, StandardCharsets.US_ASCII);
  }

  @Provide
  Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
            Arbitraries.randomValue(random -> Double.longBitsToDouble(random.nextLong())),
            Arbitraries.longs().map(Double::longBitsToDouble),
            Arbitraries.randomValue(random -> random.nextGaussian()),
            Arbitraries.randomValue(random -> random.nextInt() / 1000.0),
            Arbitraries.randomValue(random -> (double) (random.nextLong() >> random.nextInt(63))),
            Arbitraries.randomValue(random -> Math.scalb(1.0, random.nextInt(2098) - 1074)),
            Arbitraries.randomValue(
                random -> Math.nextDown(Math.scalb(1.0, random.nextInt(2098) - 1074))),
            Arbitraries.randomValue(
                random -> Double.parseDouble("1e" + (random.nextInt(630) - 322))),
            Arbitraries.of(
                0.0,
                -0.0,
                1.0,
                1e7,
                9999999.0,
                1e-3,
                9.999e-4,
                2 * Double.MIN_VALUE,
                3 * Double.MIN_VALUE,
                1e-323,
                1.5e-323,
                2e-323,
                Double.MAX_VALUE,
                Double.MIN_NORMAL,
                1e16,
                1e17,
                1e18,
                9e18))
        .filter(Double::isFinite);
  }

  @Provide
  Arbitrary<Float> floats() {
    return Arbitraries.oneOf(
            Arbitraries.randomValue(random -> Float.intBitsToFloat(random.nextInt())),
            Arbitraries.integers().map(Float::intBitsToFloat),
            Arbitraries.randomValue(random -> Math.scalb(1f, random.nextInt(277) - 149)),
            Arbitraries.randomValue(random -> (float) (random.nextInt() >> random.nextInt(31))),
            Arbitraries.randomValue(random -> Float.intBitsToFloat(random.nextInt(200))),
            Arbitraries.of(
                0f,
                -0f,
                1f,
                1e7f,
                9999999f,
                1e-3f,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.MIN_NORMAL,
                3.4028235e38f,
                8.41e21f,
                3 * Float.MIN_VALUE))
        .filter(Float::isFinite);
  }
}
