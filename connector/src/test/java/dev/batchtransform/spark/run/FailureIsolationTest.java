package dev.batchtransform.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FailureIsolationTest {

  @Test
  void theLastWaveSendsSingleRecords() {
    assertThat(FailureIsolation.recordsAPart(1000, 1, 10_000)).isEqualTo(1);
  }

  @Test
  void twoWavesCutIntoTheSquareRootEach() {
    assertThat(FailureIsolation.recordsAPart(10_000, 2, 10_000)).isEqualTo(100);
    assertThat(FailureIsolation.recordsAPart(100, 1, 10_000)).isEqualTo(1);
  }

  @Property
  void everyFileComesDownToSingleRecordsWithinItsWaves(
      @ForAll @LongRange(min = 2, max = 1_000_000) long records,
      @ForAll @IntRange(min = 1, max = 5) int waves) {
    long left = records;
    for (int wavesLeft = waves; wavesLeft > 0 && left > 1; wavesLeft--) {
      left = FailureIsolation.recordsAPart(left, wavesLeft, Long.MAX_VALUE);
    }
    assertThat(left).isEqualTo(1);
  }

  @Property
  void aWaveIsNeverGivenMorePartsThanItsShare(
      @ForAll @LongRange(min = 2, max = 10_000_000) long records,
      @ForAll @LongRange(min = 2, max = 10_000) long most) {
    long size = FailureIsolation.recordsAPart(records, 1, most);
    assertThat((records + size - 1) / size).isLessThanOrEqualTo(most);
  }
}
