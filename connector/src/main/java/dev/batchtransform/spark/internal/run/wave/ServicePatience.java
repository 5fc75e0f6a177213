package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.WaveEnding;
import dev.batchtransform.spark.internal.options.OptionTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long a run goes on while the service itself fails its waves one after the other. What the
 * service lacks says nothing about a record, so it is measured by time and not by attempts.
 *
 * @param timeout the option {@code serviceTimeout}
 */
public record ServicePatience(Duration timeout) {

  /**
   * Why the run shall stand still; empty while it may go on.
   *
   * @param resumed when somebody went on with a run that stood still: patience begins anew there
   */
  public Optional<String> exhausted(RunLedger run, Instant resumed, Instant now) {
    List<LedgerWave> failed = endingsInARow(run);
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    Instant first = endOf(failed.get(0), now);
    Instant began = first.isBefore(resumed) ? resumed : first;
    if (Duration.between(began, now).compareTo(timeout) < 0) {
      return Optional.empty();
    }
    return Optional.of(
        "SageMaker itself failed the last %s, for longer than the option 'serviceTimeout' (%s). No row was given up. The last wave ended with: %s"
            .formatted(
                failed.size() == 1 ? "wave" : failed.size() + " waves",
                OptionTable.SERVICE_TIMEOUT.format(timeout),
                run.lastWave().reason()));
  }

  /** The run's last waves that the service has failed, one after the other, the first one first. */
  static List<LedgerWave> endingsInARow(RunLedger run) {
    List<LedgerWave> waves = run.wavesOfRound().toList();
    int first = waves.size();
    while (first > 0
        && waves.get(first - 1).state() != null
        && WaveEnding.of(waves.get(first - 1)) == WaveEnding.TRANSIENT) {
      first--;
    }
    return waves.subList(first, waves.size());
  }

  private static Instant endOf(LedgerWave wave, Instant now) {
    if (wave.ended() != null) {
      return wave.ended();
    }
    return wave.submitted() == null ? now : wave.submitted();
  }
}
