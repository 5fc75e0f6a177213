package dev.batchtransform.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

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
    "1h30m, PT1H30M",
    "' 1h  30m ', PT1H30M",
    "365d, PT8760H",
    "0s, PT0S"
  })
  void durationsAreReadAsSparkWritesThem(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"PT-24H, -24h", "PT-0.5S, -500ms", "PT-23999999976H, -23999999976h"})
  void aNegativeDurationIsShownWithItsSign(Duration duration, String text) {
    assertThat(DurationText.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "12",
        "h",
        "-1s",
        "1.5h",
        "1h 30",
        "1 fortnight",
        "366d",
        "365d 1us",
        "9223372036854775807d",
        "9223372036854775807s 9223372036854775807s",
        "99999999999999999999s"
      })
  void whatIsNoDurationUpToAYearIsRefusedWithAWayToWriteOne(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read '" + text + "' as a duration.")
        .hasMessageContaining("such as 500ms");
  }

  @Property
  void anyDurationComesBackFromItsText(
      @ForAll @LongRange(min = 0, max = 31_536_000_000_000L) long micros) {
    Duration duration = Duration.ofNanos(micros * 1000);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }
}
