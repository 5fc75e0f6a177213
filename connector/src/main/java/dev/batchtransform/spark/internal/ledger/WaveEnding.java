package dev.batchtransform.spark.internal.ledger;

import dev.batchtransform.spark.internal.executor.WaveResult;
import java.util.List;
import java.util.Optional;

/**
 * Whose fault it was that a wave has left files without answers, as far as the words of its {@code
 * FailureReason} tell. They are written for people and may change, so what is not recognised is
 * taken for the records' fault.
 */
public enum WaveEnding {
  /** Some record, or the model's answer to it. */
  OF_RECORDS,
  /** The service's; the same again may succeed. */
  TRANSIENT,
  /** The model's or its container's; the same again fails again, whatever the records. */
  OF_MODEL,
  /** The account's, such as a quota or a right that is missing; a person can put it right. */
  OF_ACCOUNT,
  /** Somebody asked for it. */
  STOPPED;

  private static final List<String> TRANSIENT_WORDS =
      List.of("InternalServerError", "CapacityError", "capacity", "Throttling", "Please try again");

  public static WaveEnding of(LedgerWave wave) {
    if (wave.state() == WaveResult.State.STOPPED) {
      return STOPPED;
    }
    String words = wave.words();
    Optional<PermanentFailure> known = PermanentFailure.in(words);
    if (known.isPresent()) {
      return known.get().ending();
    }
    return TRANSIENT_WORDS.stream().anyMatch(words::contains) ? TRANSIENT : OF_RECORDS;
  }

  /** Whether a wave that ended so counts among the attempts that the records are given. */
  public boolean isAttempt() {
    return this == OF_RECORDS || this == OF_MODEL;
  }
}
