package dev.batchtransform.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegressionGuardTest {
  private static final RegressionGuard GUARD =
      new RegressionGuard(
          Map.of("reading", Map.of("small", 2.0, "large", 3.0), "staging", Map.of("s", 1.0)));

  @Test
  void ratiosAboveTheirFloorsPass() {
    assertThat(GUARD.problems("reading", report(compared("small", 2.1), compared("large", 3.0))))
        .isEmpty();
  }

  @Test
  void aRatioBelowItsFloorIsNamedWithBoth() {
    assertThat(GUARD.problems("reading", report(compared("small", 1.5), compared("large", 4.0))))
        .containsExactly("reading: small has fallen to 1.50; its floor is 2.00.");
  }

  @Test
  void whatWasNotMeasuredIsAProblemToo() {
    assertThat(GUARD.problems("reading", report(compared("small", 2.5))))
        .containsExactly("reading: large was not measured, but has a floor.");
  }

  @Test
  void whatHasNoFloorIsAProblemToo() {
    assertThat(GUARD.problems("staging", report(compared("s", 1.5), compared("new", 9))))
        .containsExactly("staging: new has no floor. Give it one in floors.json.");
  }

  @Test
  void aRatioThatIsNoNumberIsNotAboveItsFloor() {
    assertThat(GUARD.problems("staging", report(compared("s", Double.NaN)))).hasSize(1);
  }

  @Test
  void theFloorsThatAreKeptCanBeRead() throws Exception {
    assertThat(RegressionGuard.load().floors().get("staging")).containsKey("catalog, gzip");
  }

  private static Report report(Comparison... comparisons) {
    return new Report(List.of(comparisons), List.of(), List.of());
  }

  private static Comparison compared(String name, double ratio) {
    return new Comparison(
        name, 1, 1, new Timing("ours", List.of(1.0)), new Timing("theirs", List.of(ratio)));
  }
}
