package dev.batchtransform.spark.internal.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MakespanTest {

  @Test
  void inTurnEverySecondObjectIsTheSecondInstances() {
    assertThat(Makespan.inTurn(new double[] {3, 1, 3, 1}, 2)).isEqualTo(1.5);
  }

  @Test
  void whoIsFreeTakesTheNext() {
    assertThat(Makespan.freeFirst(new double[] {3, 1, 1, 1}, 2)).isEqualTo(1);
    assertThat(Makespan.freeFirst(new double[] {1, 1, 1, 3}, 2)).isEqualTo(4.0 / 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 64})
  void whatIsExpectedOfAHashIsWhatHashesDo(int instances) {
    long files = Makespan.filesForLevelHashes(instances);
    double squares = 1.0 / files;

    double expected = Makespan.byHash(squares, 1.0 / files, instances);

    assertThat(expected).isCloseTo(Makespan.LEVEL_BY_HASH, within(0.005));
    assertThat(meanOfHashes(files, instances)).isCloseTo(expected, within(0.02));
  }

  @Test
  void oneObjectThatIsMostOfAllIsOneInstancesWhateverTheHash() {
    assertThat(Makespan.byHash(0.81, 0.9, 64)).isGreaterThanOrEqualTo(0.9 * 64);
  }

  private static double meanOfHashes(long files, int instances) {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    int hashes = 400;
    for (int hash = 0; hash < hashes; hash++) {
      double[] loads = new double[instances];
      for (long file = 0; file < files; file++) {
        loads[random.nextInt(instances)]++;
      }
      sum += Makespan.inTurn(loads, instances);
    }
    return sum / hashes;
  }
}
