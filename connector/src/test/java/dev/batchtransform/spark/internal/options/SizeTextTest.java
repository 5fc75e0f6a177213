package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTextTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1b, 1",
    "2k, 2048",
    "16 MB, 16777216",
    "16m, 16777216",
    "2G, 2147483648",
    "1tb, 1099511627776",
    "1 PB, 1125899906842624"
  })
  void sizesAreReadAsSparkWritesThem(String text, long bytes) {
    assertThat(SizeText.parse(text)).isEqualTo(bytes);
  }

  @Property
  void anySizeComesBackFromItsText(@ForAll @LongRange(min = 1) long bytes) {
    assertThat(SizeText.parse(SizeText.format(bytes))).isEqualTo(bytes);
  }
}
