package dev.batchtransform.spark.internal.run.isolation;

import java.util.Collection;

/**
 * What trials tell of the share of bad records: how likely each share is, from one in 10 million to
 * nearly all, when nothing else is known of it than its order of magnitude.
 *
 * <p>Of pieces of n records each, (1 - p)^n succeed when a share p of all records is bad,
 * independently of each other. Where bad records lie together this is not so; then the trials of
 * one file say more about that file than those of all others, which {@link #and} is for.
 */
public final class BadShare {
  private static final int POINTS = 200;
  private static final double SMALLEST = 1e-7;

  private static final double STEP = -2 * Math.log(SMALLEST / (1 - SMALLEST)) / (POINTS - 1);
  private static final double MOST_WEIGHT = 5;
  private static final double MOST_DOUBT = 10;

  /** Log odds, in even steps: as fine near one as near zero. */
  private static final double[] SHARES = shares();

  private final double[] logLikelihood;

  private BadShare(double[] logLikelihood) {
    this.logLikelihood = logLikelihood;
  }

  /** What these trials tell. */
  public static BadShare of(Collection<Trial> trials) {
    double[] sum = new double[POINTS];
    for (Trial trial : trials) {
      for (int at = 0; at < POINTS; at++) {
        double succeeds = trial.records() * Math.log1p(-SHARES[at]);
        sum[at] += trial.succeeded() * succeeds;
        if (trial.failed() > 0) {
          sum[at] += trial.failed() * Math.log(-Math.expm1(succeeds));
        }
      }
    }
    return new BadShare(sum);
  }

  /**
   * What these trials of one file tell, beside those of all files. The latter make a share that is
   * ten times off e to the power of {@link #MOST_WEIGHT} less likely at most, and none impossible:
   * in a file of its own kind the share may be any.
   */
  public BadShare and(Collection<Trial> ofOneFile) {
    double[] own = of(ofOneFile).logLikelihood;
    double most = max();
    double spread = spread();
    double weight = spread > MOST_WEIGHT ? MOST_WEIGHT / spread : 1;
    double[] both = new double[POINTS];
    for (int at = 0; at < POINTS; at++) {
      both[at] = own[at] + Math.max(-MOST_DOUBT, weight * (logLikelihood[at] - most));
    }
    return new BadShare(both);
  }

  /** The share below which the true one lies with that probability. */
  public double quantile(double probability) {
    double most = max();
    double total = 0;
    for (double each : logLikelihood) {
      total += Math.exp(each - most);
    }
    double sum = 0;
    for (int at = 0; at < POINTS; at++) {
      sum += Math.exp(logLikelihood[at] - most);
      if (sum >= probability * total) {
        return SHARES[at];
      }
    }
    return SHARES[POINTS - 1];
  }

  /**
   * By how much the logarithm of the likelihood falls from the best share to the one that is ten
   * times as large or a tenth of it: how sure the trials are.
   */
  private double spread() {
    int best = 0;
    for (int at = 1; at < POINTS; at++) {
      best = logLikelihood[at] > logLikelihood[best] ? at : best;
    }
    int decade = (int) Math.ceil(Math.log(10) / STEP);
    double below = logLikelihood[Math.max(0, best - decade)];
    double above = logLikelihood[Math.min(POINTS - 1, best + decade)];
    return logLikelihood[best] - Math.max(below, above);
  }

  private double max() {
    double most = Double.NEGATIVE_INFINITY;
    for (double each : logLikelihood) {
      most = Math.max(most, each);
    }
    return most;
  }

  private static double[] shares() {
    double[] shares = new double[POINTS];
    double lowest = Math.log(SMALLEST / (1 - SMALLEST));
    for (int at = 0; at < POINTS; at++) {
      shares[at] = 1 / (1 + Math.exp(-(lowest + at * STEP)));
    }
    return shares;
  }
}
