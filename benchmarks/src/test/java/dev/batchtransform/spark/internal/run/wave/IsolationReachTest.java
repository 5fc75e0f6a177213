package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.run.wave.IsolationSimulation.Outcome;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Simulates runs with the planner and the policy of real ones. */
class IsolationReachTest {
  private static final int MOST_FILES = 50_000;
  private static final int RECORD_BYTES = 200;
  private static final int MAX_ATTEMPTS = 4;

  @ParameterizedTest
  @CsvSource({
    "  100000, 0.0001",
    "  100000, 0.001",
    "  100000, 0.01",
    "  100000, 0.05",
    " 1000000, 0.0001",
    " 1000000, 0.001",
    " 1000000, 0.01",
    "10000000, 0.0001"
  })
  void everyBadRecordStandsAloneWithinFourWavesAndFewAreSentTwice(long rows, double share) {
    for (int tasks : new int[] {1, 200}) {
      Outcome outcome = simulate(rows, share, tasks, tasks);

      assertThat(outcome.modelErrors()).as("%s", outcome).isEqualTo(outcome.bad());
      assertThat(outcome.notIsolated()).as("%s", outcome).isZero();
      assertThat(outcome.sentPerRow()).as("%s", outcome).isLessThanOrEqualTo(2.5);
      assertThat(outcome.waves()).as("%s", outcome).isLessThanOrEqualTo(MAX_ATTEMPTS);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000000, 0.05", "10000000, 0.001", "10000000, 0.01", "100000000, 0.01"})
  void whereTheCapsDoNotAllowItNoGoodRowIsBlamedAndLittleIsSentForNothing(long rows, double share) {
    Outcome outcome = simulate(rows, share, 200, 1);

    assertThat(outcome.goodModelErrors()).as("%s", outcome).isZero();
    assertThat(outcome.mostParts()).as("%s", outcome).isLessThanOrEqualTo(MOST_FILES);
    assertThat(outcome.sentPerRow()).as("%s", outcome).isLessThanOrEqualTo(3);
  }

  /**
   * Files of two records, of which one is probed: the other one has failed with it, and not alone.
   */
  @Test
  void aRecordThatAProbeHeldBackIsNotBlamed() {
    Outcome outcome = IsolationSimulation.simulate(72, Math.pow(10, -0.05), 6, RECORD_BYTES, 2, 35);

    assertThat(outcome.scored()).as("%s", outcome).isZero();
    assertThat(outcome.goodModelErrors()).as("%s", outcome).isZero();
  }

  @Property(tries = 60)
  void whateverIsBadNoGoodRowIsBlamedAndNoCapIsPassed(
      @ForAll @LongRange(min = 1, max = 300_000) long rows,
      @ForAll @DoubleRange(min = -6, max = -0.05) double logShare,
      @ForAll @IntRange(min = 1, max = 300) int tasks,
      @ForAll @IntRange(min = 1, max = 6) int maxAttempts,
      @ForAll long seed) {
    Outcome outcome =
        IsolationSimulation.simulate(
            rows, Math.pow(10, logShare), tasks, RECORD_BYTES, maxAttempts, seed);

    assertThat(outcome.goodModelErrors()).as("%s", outcome).isZero();
    assertThat(outcome.mostParts()).as("%s", outcome).isLessThanOrEqualTo(MOST_FILES);
    assertThat(outcome.modelErrors()).as("%s", outcome).isLessThanOrEqualTo(outcome.bad());
    assertThat(outcome.modelErrors() + outcome.notIsolated())
        .as("%s", outcome)
        .isGreaterThanOrEqualTo(outcome.bad());
    assertThat(outcome.scored()).as("%s", outcome).isEqualTo(rows - outcome.failed());
  }

  private static Outcome simulate(long rows, double share, int tasks, long seed) {
    return IsolationSimulation.simulate(rows, share, tasks, RECORD_BYTES, MAX_ATTEMPTS, seed);
  }
}
