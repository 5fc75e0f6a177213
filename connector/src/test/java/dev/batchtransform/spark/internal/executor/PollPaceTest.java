package dev.batchtransform.spark.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PollPaceTest {

  @Property
  void anAdaptivePauseIsFromFiveToSixtySecondsAndATenth(
      @ForAll @IntRange(min = 0, max = 1_000_000) int elapsedSeconds,
      @ForAll @IntRange(min = 0, max = 1000) int failures,
      @ForAll @DoubleRange(min = 0, max = 1) double random) {
    Duration pause =
        new PollPace(Optional.empty(), () -> random)
            .next(Duration.ofSeconds(elapsedSeconds), failures);

    assertThat(pause).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(66));
  }

  @Example
  void pausesGrowWithTheTimeAJobTakes() {
    PollPace pace = new PollPace(Optional.empty(), () -> 0);

    assertThat(pace.next(Duration.ofMinutes(1), 0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pace.next(Duration.ofMinutes(10), 0)).isEqualTo(Duration.ofSeconds(30));
    assertThat(pace.next(Duration.ofHours(5), 0)).isEqualTo(Duration.ofSeconds(60));
  }

  @Example
  void failuresInARowDoubleThePause() {
    PollPace pace = new PollPace(Optional.empty(), () -> 0);

    assertThat(pace.next(Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(pace.next(Duration.ZERO, 2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(pace.next(Duration.ZERO, 9)).isEqualTo(Duration.ofSeconds(60));
  }

  @Example
  void aFixedIntervalHoldsWhateverTheJobTakes() {
    PollPace pace = new PollPace(Optional.of(Duration.ofMillis(200)), () -> 0);

    assertThat(pace.next(Duration.ofHours(5), 0)).isEqualTo(Duration.ofMillis(200));
    assertThat(new PollPace(Optional.of(Duration.ofMinutes(5)), () -> 0).next(Duration.ZERO, 3))
        .isEqualTo(Duration.ofMinutes(5));
  }
}
