package dev.batchtransform.spark.internal.run.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.run.isolation.CutPlan.Failing;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CutPlanTest {
  private static final double WORTH = 1_000;

  @Test
  void theLastWaveSendsSingleRecords() {
    CutPlan plan = CutPlan.of(new Failing(Map.of(1_000L, 3L), 1e-3), 1, 10_000, WORTH);

    assertThat(plan.recordsAPart()).isEqualTo(1);
    assertThat(plan.sent()).isEqualTo(3_000);
    assertThat(plan.left()).isZero();
  }

  @Test
  void aCapLeavesWhatItDoesNotLetBeCut() {
    CutPlan plan = CutPlan.of(new Failing(Map.of(1_000L, 1L), 1e-3), 1, 100, WORTH);

    assertThat(plan.recordsAPart()).isBetween(10L, 11L);
    assertThat(plan.left()).isBetween(10.0, 20.0);
    assertThat(plan.files()).isLessThanOrEqualTo(100);
  }

  @Test
  void whereACapLeavesNoRoomForAllSomeAreSent() {
    CutPlan plan = CutPlan.of(new Failing(Map.of(2L, 1_000L), 0.5), 1, 100, 8);

    assertThat(plan.recordsAPart()).isEqualTo(1);
    assertThat(plan.sent()).isEqualTo(100);
    assertThat(plan.left()).isEqualTo(1_900);
  }

  @Test
  void partsAreSmallerWhereManyRecordsAreBad() {
    long few = CutPlan.of(new Failing(Map.of(100_000L, 1L), 1e-4), 2, 1e6, WORTH).recordsAPart();
    long many = CutPlan.of(new Failing(Map.of(100_000L, 1L), 1e-2), 2, 1e6, WORTH).recordsAPart();

    assertThat(few).isBetween(50L, 200L);
    assertThat(many).isBetween(4L, 15L);
  }

  @Property(tries = 200)
  void itIsNeverMadeForMoreFilesThanAWaveHas(
      @ForAll @LongRange(min = 2, max = 1_000_000) long records,
      @ForAll @IntRange(min = 1, max = 100) int files,
      @ForAll @DoubleRange(min = -6, max = -0.05) double logShare,
      @ForAll @IntRange(min = 1, max = 4) int waves,
      @ForAll @IntRange(min = 200, max = 50_000) int mostFiles) {
    CutPlan plan =
        CutPlan.of(
            new Failing(Map.of(records, (long) files), Math.pow(10, logShare)),
            waves,
            mostFiles,
            8);

    assertThat(plan.files()).isLessThanOrEqualTo(waves * mostFiles + 1e-6);
    assertThat(plan.sent() + plan.left()).isGreaterThanOrEqualTo((double) files * records - 1e-3);
    assertThat(plan.left()).isBetween(0.0, (double) files * records);
  }
}
