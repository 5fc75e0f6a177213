package dev.batchtransform.benchmarks.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.benchmarks.level.LevelSimulation.Outcome;
import dev.batchtransform.benchmarks.level.Partitions.Shape;
import dev.batchtransform.spark.internal.stage.LevelCut;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulates how a job's files come to its instances, with the files of the real planner. */
class LevelReachTest {
  private static final double LEVEL = 1.05;

  /** 1.15 when rounded: it is the mean of a sample of hashes. */
  private static final double LEVEL_BY_HASH = 1.155;

  /** By chance, records of different costs are as uneven as fewer files would be. */
  private static final Map<RecordCost, Double> LEVEL_BY_HASH_OF_UNEVEN_RECORDS =
      Map.of(
          RecordCost.HEAVY_TAILED, LEVEL_BY_HASH,
          RecordCost.SKEWED, 1.18,
          RecordCost.VERY_SKEWED, 1.29);

  private static final int MOST_FILES = 22_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 64})
  void loadsAreLevelHoweverObjectsAreDealt(int instances) {
    for (LevelSimulation each : LevelCases.constant(instances)) {
      Outcome ours = each.ours(1);

      assertThat(ours.of(Dealing.IN_TURN)).as("%s: %s", each, ours).isLessThanOrEqualTo(LEVEL);
      assertThat(ours.of(Dealing.FREE_FIRST)).as("%s: %s", each, ours).isLessThanOrEqualTo(LEVEL);
      if (each.rows() * each.recordBytes() >= LevelCut.bytesForLevelHashes(instances)) {
        assertThat(ours.of(Dealing.BY_HASH))
            .as("%s: %s", each, ours)
            .isLessThanOrEqualTo(LEVEL_BY_HASH);
      }
      assertThat(ours.files()).as("%s: %s", each, ours).isLessThanOrEqualTo(MOST_FILES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void recordsOfDifferentCostsLieOnAllInstances(int instances) {
    for (LevelSimulation each : LevelCases.uneven(instances)) {
      Outcome ours = each.ours(1);
      double inTurn = each.cost() == RecordCost.VERY_SKEWED ? 1.1 : LEVEL;

      assertThat(ours.of(Dealing.IN_TURN)).as("%s: %s", each, ours).isLessThanOrEqualTo(inTurn);
      assertThat(ours.of(Dealing.FREE_FIRST)).as("%s: %s", each, ours).isLessThanOrEqualTo(LEVEL);
      assertThat(ours.of(Dealing.BY_HASH))
          .as("%s: %s", each, ours)
          .isLessThanOrEqualTo(
              LEVEL_BY_HASH_OF_UNEVEN_RECORDS.getOrDefault(each.cost(), LEVEL_BY_HASH));
    }
  }

  /** What earlier plans were worst at, which closed a file at 32 MiB and left a small one. */
  @ParameterizedTest
  @CsvSource({"2, 33", "8, 33", "16, 33", "2, 50", "8, 50", "16, 50"})
  void tasksWithALittleMoreThanAFileLeaveNoInstanceWithTheRest(int instances, long megabytes) {
    LevelSimulation simulation = of(instances, 200 * megabytes, new Partitions(200, Shape.EVEN));

    Outcome ours = simulation.ours(1);

    assertThat(ours.of(Dealing.IN_TURN)).as("%s", ours).isLessThanOrEqualTo(LEVEL);
    assertThat(ours.of(Dealing.FREE_FIRST)).as("%s", ours).isLessThanOrEqualTo(LEVEL);
    assertThat(ours.of(Dealing.BY_HASH)).as("%s", ours).isLessThanOrEqualTo(LEVEL_BY_HASH);
  }

  @Test
  void oneTaskOfLittleDataFeedsManyInstances() {
    Outcome ours = of(64, 20, new Partitions(1, Shape.EVEN)).ours(1);

    assertThat(ours.of(Dealing.IN_TURN)).as("%s", ours).isLessThanOrEqualTo(LEVEL);
    assertThat(ours.of(Dealing.FREE_FIRST)).as("%s", ours).isLessThanOrEqualTo(LEVEL);
  }

  @Test
  void aTaskThatHasNearlyAllRowsOfATerabyteMakesNoHugeFile() {
    Outcome ours = of(2, 1_000_000, new Partitions(200, Shape.ONE_HAS_MOST)).ours(1);

    assertThat(ours.largestBytes()).as("%s", ours).isLessThan(600_000_000);
  }

  private static LevelSimulation of(int instances, long megabytes, Partitions partitions) {
    return new LevelSimulation(
        instances, megabytes * 1_000, 1_000, partitions, RecordCost.CONSTANT);
  }
}
