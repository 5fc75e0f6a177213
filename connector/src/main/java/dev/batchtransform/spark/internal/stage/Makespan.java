package dev.batchtransform.spark.internal.stage;

import java.util.PriorityQueue;

/**
 * How long the instance works that ends last, as a multiple of what it would be with equal loads.
 * Instances are paid until the last one has ended. Nobody says how SageMaker deals objects to
 * instances; these are the ways that are likely.
 */
public final class Makespan {
  /** A multiple that is level enough where each object's instance is known beforehand. */
  static final double LEVEL = 1.05;

  /** The same where chance decides; 1.15 is promised. */
  static final double LEVEL_BY_HASH = 1.14;

  /** Of 1, 2, 4, 8, ... 128 draws, from tables of the expectations of order statistics. */
  private static final double[] SQUARES_OF_LARGEST = {
    0, 0.318, 1.060, 2.027, 3.119, 4.284, 5.493, 6.727
  };

  private Makespan() {}

  /**
   * Objects are dealt like cards, in the order of the manifest.
   *
   * @param loads of the objects, in that order
   */
  public static double inTurn(double[] loads, int instances) {
    double[] sums = new double[instances];
    for (int at = 0; at < loads.length; at++) {
      sums[at % instances] += loads[at];
    }
    return ofLevel(sums);
  }

  /**
   * Whoever is free takes the next object.
   *
   * @param loads of the objects, in the order of the manifest
   */
  public static double freeFirst(double[] loads, int instances) {
    PriorityQueue<Double> ends = new PriorityQueue<>();
    for (int each = 0; each < instances; each++) {
      ends.add(0.0);
    }
    for (double load : loads) {
      ends.add(ends.remove() + load);
    }
    return ofLevel(ends.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * What is to be expected when a hash of an object's key says whose it is. The load of an instance
   * is a sum over chances, so it is spread like a normal distribution.
   *
   * @param squares sum of the squares of the objects' loads, which together are 1
   * @param largest load of an object
   */
  static double byHash(double squares, double largest, int instances) {
    double chance = 1 + Math.sqrt(squareOfLargest(instances) * instances * squares);
    return Math.max(chance, instances * largest);
  }

  /** How many equal files are dealt by a hash to loads that are level enough. */
  static long filesForLevelHashes(int instances) {
    double excess = LEVEL_BY_HASH - 1;
    return (long) Math.ceil(instances * squareOfLargest(instances) / (excess * excess));
  }

  /**
   * The square of the expected largest of that many draws from the standard normal distribution;
   * between powers of two it is nearly straight.
   */
  private static double squareOfLargest(int instances) {
    double doublings = Math.log(instances) / Math.log(2);
    int below = (int) Math.min(SQUARES_OF_LARGEST.length - 2, doublings);
    double slope = SQUARES_OF_LARGEST[below + 1] - SQUARES_OF_LARGEST[below];
    return SQUARES_OF_LARGEST[below] + (doublings - below) * slope;
  }

  private static double ofLevel(double[] sums) {
    double sum = 0;
    double largest = 0;
    for (double each : sums) {
      sum += each;
      largest = Math.max(largest, each);
    }
    return sum == 0 ? 1 : largest * sums.length / sum;
  }
}
