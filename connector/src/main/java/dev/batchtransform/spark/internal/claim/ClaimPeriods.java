package dev.batchtransform.spark.internal.claim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * How long a claim lives without a sign of life; everything else follows from that.
 *
 * @param expiry time after which a claim that was not renewed is dead, by the store's clock
 */
record ClaimPeriods(Duration expiry) {

  /** Hadoop setting of {@link #expiry}, so that tests need not wait that long. */
  static final String EXPIRY = "dev.batchtransform.claim.expiry";

  private static final long DEFAULT_SECONDS = 60;
  private static final Duration LONGEST_MOMENT = Duration.ofSeconds(1);

  static ClaimPeriods of(Configuration hadoop) {
    return new ClaimPeriods(
        Duration.ofMillis(
            hadoop.getTimeDuration(EXPIRY, DEFAULT_SECONDS * 1000, TimeUnit.MILLISECONDS)));
  }

  /** Time between two renewals: several may fail before the claim is dead. */
  Duration renewal() {
    return expiry.dividedBy(6);
  }

  /** Age up to which a claim is certainly not dead to anybody, whatever a renewal takes. */
  Duration certainty() {
    return expiry.dividedBy(2);
  }

  /** Time within which a driver that only asks for a run has taken its claim away again. */
  Duration momentary() {
    Duration share = expiry.dividedBy(60);
    return share.compareTo(LONGEST_MOMENT) < 0 ? share : LONGEST_MOMENT;
  }

  /** Longest pause between two looks at somebody else's claim. */
  Duration longestPause() {
    return expiry.dividedBy(8);
  }
}
