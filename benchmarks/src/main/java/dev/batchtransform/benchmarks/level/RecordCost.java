package dev.batchtransform.benchmarks.level;

import java.util.SplittableRandom;

/** What a model takes for a record, in units of which the mean does not matter. */
public enum RecordCost {
  /** The same for each. */
  CONSTANT {
    @Override
    double of(Piece piece, SplittableRandom random) {
      return piece.records();
    }
  },
  /** Three times as much for a tenth of the data, which lies together. */
  SKEWED {
    @Override
    double of(Piece piece, SplittableRandom random) {
      return piece.records() * (1 + 2 * dearShare(piece));
    }
  },
  /** Ten times as much for it. */
  VERY_SKEWED {
    @Override
    double of(Piece piece, SplittableRandom random) {
      return piece.records() * (1 + 9 * dearShare(piece));
    }
  },
  /** Log-normal: the dearest in a hundred take a fifth of the time. */
  HEAVY_TAILED {
    @Override
    double of(Piece piece, SplittableRandom random) {
      if (piece.records() > SAMPLED) {
        double records = piece.records();
        return records * MEAN + Math.sqrt(records) * DEVIATION * random.nextGaussian();
      }
      double sum = 0;
      for (long each = 0; each < piece.records(); each++) {
        sum += Math.exp(SIGMA * random.nextGaussian());
      }
      return sum;
    }
  };

  private static final double DEAR = 0.1;
  private static final double SIGMA = 1.5;
  private static final double MEAN = Math.exp(SIGMA * SIGMA / 2);
  private static final double DEVIATION = MEAN * Math.sqrt(Math.expm1(SIGMA * SIGMA));

  /** Sums of more are close to the normal distribution. */
  private static final int SAMPLED = 500;

  private static double dearShare(Piece piece) {
    double dear = Math.max(0, Math.min(piece.to(), DEAR) - piece.from());
    return Math.min(1, dear / Math.max(Double.MIN_NORMAL, piece.to() - piece.from()));
  }

  abstract double of(Piece piece, SplittableRandom random);
}
