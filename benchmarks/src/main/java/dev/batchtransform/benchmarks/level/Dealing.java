package dev.batchtransform.benchmarks.level;

import dev.batchtransform.spark.internal.stage.Makespan;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** How objects come to instances. AWS says only that they are partitioned by key. */
public enum Dealing {
  /** Like cards, in the order of the manifest. */
  IN_TURN {
    @Override
    double makespan(List<Piece> pieces, int instances, SplittableRandom random) {
      return Makespan.inTurn(costs(pieces), instances);
    }
  },
  /** Whoever is free takes the next one of the manifest. */
  FREE_FIRST {
    @Override
    double makespan(List<Piece> pieces, int instances, SplittableRandom random) {
      return Makespan.freeFirst(costs(pieces), instances);
    }
  },
  /** Like cards, in the order of the keys. */
  IN_TURN_BY_KEY {
    @Override
    double makespan(List<Piece> pieces, int instances, SplittableRandom random) {
      return Makespan.inTurn(
          costs(pieces.stream().sorted(Comparator.comparing(Piece::name)).toList()), instances);
    }
  },
  /** By a hash of the key: the mean of many hashes. */
  BY_HASH {
    @Override
    double makespan(List<Piece> pieces, int instances, SplittableRandom random) {
      double[] costs = costs(pieces);
      double sum = 0;
      int hashes = Math.max(LEAST_HASHES, Math.min(MOST_HASHES, DRAWS / costs.length));
      for (int each = 0; each < hashes; each++) {
        double[] loads = new double[instances];
        for (double cost : costs) {
          loads[random.nextInt(instances)] += cost;
        }
        // Each load in turn is one instance's.
        sum += Makespan.inTurn(loads, instances);
      }
      return sum / hashes;
    }
  };

  private static final int LEAST_HASHES = 40;
  private static final int MOST_HASHES = 1_000;
  private static final int DRAWS = 1_000_000;

  /**
   * How long the last instance works, as a multiple of what it would be with equal loads.
   *
   * @param pieces in the order of the manifest
   */
  abstract double makespan(List<Piece> pieces, int instances, SplittableRandom random);

  private static double[] costs(List<Piece> pieces) {
    return pieces.stream().mapToDouble(Piece::cost).toArray();
  }
}
