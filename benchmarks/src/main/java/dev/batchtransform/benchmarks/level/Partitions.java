package dev.batchtransform.benchmarks.level;

import java.util.SplittableRandom;

/**
 * How the rows of a DataFrame are spread over its partitions.
 *
 * @param count partitions
 * @param shape how uneven they are
 */
public record Partitions(int count, Shape shape) {

  /** How uneven partitions are. */
  public enum Shape {
    EVEN,
    /** Log-normal: the largest of 200 has some ten times as many as the middle one. */
    UNEQUAL,
    /** The first one has nine in ten rows. */
    ONE_HAS_MOST,
    /** All but three are empty. */
    THREE_HAVE_ALL
  }

  /** The rows of each. */
  long[] rows(long rows, SplittableRandom random) {
    double[] weights = new double[count];
    double sum = 0;
    for (int each = 0; each < count; each++) {
      weights[each] = weight(each, random);
      sum += weights[each];
    }
    long[] parts = new long[count];
    double before = 0;
    long given = 0;
    for (int each = 0; each < count; each++) {
      before += weights[each] / sum;
      parts[each] = Math.round(rows * Math.min(1, before)) - given;
      given += parts[each];
    }
    return parts;
  }

  private double weight(int partition, SplittableRandom random) {
    return switch (shape) {
      case EVEN -> 1;
      case UNEQUAL -> Math.exp(random.nextGaussian() * 0.8);
      case ONE_HAS_MOST -> partition == 0 ? 9.0 * Math.max(1, count - 1) : 1;
      case THREE_HAVE_ALL -> partition < 3 ? 1 : 0;
    };
  }
}
