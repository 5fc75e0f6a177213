package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.WaveEnding;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next wave when the service has failed the last one: what it lacks
 * (capacity above all) it does not have again at once. Each further such ending in a row doubles
 * the pause, up to ten minutes; a random part of up to one half is taken off, so that many runs do
 * not come back together.
 *
 * @param first longest first pause
 * @param random numbers from 0 to 1
 */
public record TransientPause(Duration first, DoubleSupplier random) {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 10;

  /** Zero unless the run's last wave has ended by the service's fault. */
  public Duration before(RunLedger run) {
    int inARow = endingsInARow(run).size();
    return inARow == 0 ? Duration.ZERO : after(inARow);
  }

  /** After so many faults of the service in a row, 1 or more. */
  Duration after(int inARow) {
    Duration doubled = first.multipliedBy(1L << Math.min(inARow - 1, MOST_DOUBLINGS));
    Duration longest = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return longest.minusMillis((long) (longest.toMillis() * random.getAsDouble() / 2));
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
}
