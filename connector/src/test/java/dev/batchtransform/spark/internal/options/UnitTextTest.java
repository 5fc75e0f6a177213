package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTextTest {

  @ParameterizedTest
  @CsvSource({
    "24h, PT24H",
    "90s, PT90S",
    "45m, PT45M",
    "45 min, PT45M",
    "500ms, PT0.5S",
    "20us, PT0.00002S",
    "2 days, PT48H",
    "1D, PT24H",
    "1 hour 30 minutes, PT1H30M",
    "1h30m, PT1H30M"
  })
  void durationsAreReadAsSparkWritesThem(String text, Duration duration) {
    assertThat(UnitText.parseDuration(text)).isEqualTo(duration);
  }

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
    assertThat(UnitText.parseBytes(text)).isEqualTo(bytes);
  }

  @Property
  void anyDurationComesBackFromItsText(
      @ForAll @LongRange(min = 1, max = 31_536_000_000_000L) long micros) {
    Duration duration = Duration.ofNanos(micros * 1000);
    assertThat(UnitText.parseDuration(UnitText.formatDuration(duration))).isEqualTo(duration);
  }

  @Property
  void anySizeComesBackFromItsText(@ForAll @LongRange(min = 1) long bytes) {
    assertThat(UnitText.parseBytes(UnitText.formatBytes(bytes))).isEqualTo(bytes);
  }
}
