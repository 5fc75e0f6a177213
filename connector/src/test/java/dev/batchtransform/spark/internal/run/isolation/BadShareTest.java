package dev.batchtransform.spark.internal.run.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BadShareTest {

  @Property(tries = 200)
  void filesOfGrowingSizesTellTheShareWhateverItIs(
      @ForAll @DoubleRange(min = -5, max = -1.2) double logShare) {
    double share = Math.pow(10, logShare);
    List<Trial> ladder =
        IntStream.range(4, 17).mapToObj(log -> trial(1L << log, 64, share)).toList();

    double median = BadShare.of(ladder).quantile(0.5);

    assertThat(median / share).isBetween(0.6, 1.6);
  }

  @Test
  void thatEverythingFailedSaysOnlyHowManyAreBadAtLeast() {
    BadShare allFailed = BadShare.of(List.of(new Trial(1_000, 0, 8)));

    assertThat(allFailed.quantile(0.01)).isGreaterThan(1e-4);
    assertThat(allFailed.quantile(0.9)).isGreaterThan(0.3);
  }

  @Test
  void aFilesOwnTrialsCountForMoreThanThoseOfAllOthers() {
    BadShare others = BadShare.of(List.of(new Trial(10, 100_000, 100)));

    assertThat(others.quantile(0.5)).isBetween(5e-5, 2e-4);
    assertThat(others.and(List.of(new Trial(10, 0, 50))).quantile(0.5)).isGreaterThan(0.2);
    assertThat(others.and(List.of(new Trial(20_000, 0, 1))).quantile(0.5))
        .as("one trial more that fits changes little")
        .isBetween(5e-5, 4e-4);
  }

  private static Trial trial(long records, long pieces, double share) {
    long failed = Math.round(pieces * -Math.expm1(records * Math.log1p(-share)));
    return new Trial(records, pieces - failed, failed);
  }
}
