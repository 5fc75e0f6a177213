package dev.batchtransform.spark.internal.housekeeping;

import dev.batchtransform.engine.time.DurationText;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long runs are kept: those that changed last before an instant may go, unless something about
 * them is not settled.
 */
final class RunRetention {
  /**
   * Tasks that stage write no ledger meanwhile, so that it tells nothing of whether they still do.
   */
  private static final Duration LONGEST_STAGING = Duration.ofDays(1);

  private final Instant before;
  private final Instant stagedBefore;

  /**
   * Keeps what has changed within a time.
   *
   * @param olderThan not negative
   */
  RunRetention(Instant now, Duration olderThan) {
    if (olderThan.isNegative()) {
      throw new InvalidOptionException(
          "Cannot purge runs older than "
              + DurationText.format(olderThan)
              + " because an age must not be negative.");
    }
    this.before = now.minus(olderThan);
    this.stagedBefore = now.minus(LONGEST_STAGING);
  }

  /** Whether the run's last change is old enough, whatever it was. */
  boolean isOld(RunLedger run) {
    Instant changed = lastChange(run);
    return changed.isBefore(before)
        && (run.state() != RunState.STAGING || changed.isBefore(stagedBefore));
  }

  /** Why an old run stays; empty when it may go. */
  Optional<String> whyKept(RunLedger run) {
    if (run.openWave().isPresent()) {
      return Optional.of(
          "its wave "
              + run.lastWave().index()
              + " has not ended, so a job may be working on it; attach to it and await or stop it");
    }
    return switch (run.state()) {
      case STAGED, RUNNING ->
          Optional.of("it is " + run.state() + "; attach to it and await or stop it");
      case STAGING, COMPLETED, FAILED, STOPPED -> Optional.empty();
    };
  }

  private static Instant lastChange(RunLedger run) {
    return Stream.concat(
            Stream.of(run.created(), run.finished()),
            run.waves().stream().flatMap(wave -> Stream.of(wave.submitted(), wave.ended())))
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElseThrow();
  }
}
