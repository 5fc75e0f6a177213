package dev.batchtransform.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Timing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {

  @Test
  void theMedianIsTheMiddleRound() {
    assertThat(new Timing("three", List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
    assertThat(new Timing("four", List.of(9.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void aRatioAboveOneMeansThatOursIsFaster() {
    Comparison comparison =
        new Comparison(
            "work", 1, 1, new Timing("ours", List.of(2.0)), new Timing("theirs", List.of(3.0)));

    assertThat(comparison.ratio()).isEqualTo(1.5);
  }

  @Test
  void sidesTakeTurnsAndWarmUpsAreNotCounted() {
    List<String> turns = new ArrayList<>();
    Comparison comparison =
        new SideBySide(1, 2)
            .compare(
                "work",
                1,
                1,
                new Side("a", () -> turns.add("a"), () -> turns.add("tidy a")),
                Side.of("b", () -> turns.add("b")));

    assertThat(turns).containsExactly("b", "a", "tidy a", "a", "tidy a", "b", "b", "a", "tidy a");
    assertThat(comparison.ours().name()).isEqualTo("a");
    assertThat(comparison.ours().seconds()).hasSize(2);
    assertThat(comparison.theirs().seconds()).hasSize(2);
  }
}
