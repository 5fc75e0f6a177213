package dev.batchtransform.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.byLessThan;

import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FailureIsolationTest {
  private static final double ONE_A_FILE = 0;

  @Test
  void theLastWaveSendsSingleRecords() {
    assertThat(FailureIsolation.recordsAPart(1000, ONE_A_FILE, 1, 10_000)).isEqualTo(1);
  }

  @Test
  void twoWavesCutIntoTheSquareRootEach() {
    assertThat(FailureIsolation.recordsAPart(10_000, ONE_A_FILE, 2, 10_000)).isEqualTo(100);
    assertThat(FailureIsolation.recordsAPart(100, ONE_A_FILE, 1, 10_000)).isEqualTo(1);
  }

  @Test
  void partsAreSmallerWhereManyRecordsAreBad() {
    assertThat(FailureIsolation.recordsAPart(10_000, 0.04, 2, 10_000)).isEqualTo(5);
    assertThat(FailureIsolation.recordsAPart(10_000, 0.001, 3, 10_000)).isEqualTo(100);
    assertThat(FailureIsolation.recordsAPart(10_000, 1, 3, 100_000)).isEqualTo(1);
  }

  @Test
  void theShareOfBadRecordsFollowsFromTheShareOfFailedFiles() {
    assertThat(badShare(100, 100_000, 10))
        .as("one in each failed file")
        .isCloseTo(1e-3, byLessThan(1e-4));
    assertThat(badShare(1000, 10_000, 400)).isCloseTo(0.12, byLessThan(0.01));
    assertThat(badShare(1000, 10_000, 1000))
        .as("half of all at most")
        .isCloseTo(0.53, byLessThan(0.01));
    assertThat(badShare(1, 1000, 1)).isCloseTo(0.0007, byLessThan(1e-4));
    assertThat(badShare(50, 50, 50)).isCloseTo(0.99, byLessThan(0.001));
  }

  private static double badShare(int files, long records, long failed) {
    return FailureIsolation.badShare(
        LedgerWave.planned(0, files, records, OptionalInt.empty()), failed);
  }

  @Property
  void everyFileComesDownToSingleRecordsWithinItsWaves(
      @ForAll @LongRange(min = 2, max = 1_000_000) long records,
      @ForAll @DoubleRange(min = 0, max = 1) double badShare,
      @ForAll @IntRange(min = 1, max = 5) int waves) {
    long left = records;
    for (int wavesLeft = waves; wavesLeft > 0 && left > 1; wavesLeft--) {
      left = FailureIsolation.recordsAPart(left, badShare, wavesLeft, Long.MAX_VALUE);
    }
    assertThat(left).isEqualTo(1);
  }

  @Property
  void aWaveIsNeverGivenMorePartsThanItsShare(
      @ForAll @LongRange(min = 2, max = 10_000_000) long records,
      @ForAll @DoubleRange(min = 0, max = 1) double badShare,
      @ForAll @LongRange(min = 2, max = 10_000) long most) {
    long size = FailureIsolation.recordsAPart(records, badShare, 1, most);
    assertThat((records + size - 1) / size).isLessThanOrEqualTo(most);
  }
}
