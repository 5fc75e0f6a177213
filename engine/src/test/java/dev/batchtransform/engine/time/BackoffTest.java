package dev.batchtransform.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  @Test
  void aPauseDoublesWithEachRepetitionUpToTheLongest() {
    Backoff backoff = new Backoff(FIRST, LONGEST, 0.5, () -> 0);

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(backoff::before))
        .extracting(Duration::toSeconds)
        .containsExactly(30L, 60L, 120L, 240L, 480L, 600L);
    assertThat(backoff.before(Integer.MAX_VALUE)).isEqualTo(LONGEST);
  }

  @Test
  void aFirstPauseThatIsTooLongIsCutToTheLongest() {
    assertThat(new Backoff(Duration.ofHours(1), LONGEST, 0).before(1)).isEqualTo(LONGEST);
  }

  @Test
  void chanceTakesOffTheSpreadAtMost() {
    assertThat(new Backoff(FIRST, LONGEST, 0.5, () -> 1).before(1))
        .isEqualTo(Duration.ofSeconds(15));
    assertThat(new Backoff(FIRST, LONGEST, 1, () -> 1).before(9)).isZero();
    assertThat(new Backoff(FIRST, LONGEST, 0, () -> 1).before(2)).isEqualTo(Duration.ofMinutes(1));
  }

  @Property
  void noPauseIsLongerThanTheLongestNorShorterThanTheSpreadLeavesOfTheFirst(
      @ForAll @IntRange(min = 1) int repetition,
      @ForAll @DoubleRange(min = 0, max = 1) double spread) {
    Duration pause = new Backoff(FIRST, LONGEST, spread).before(repetition);

    assertThat(pause).isBetween(FIRST.minusNanos((long) (FIRST.toNanos() * spread)), LONGEST);
  }
}
