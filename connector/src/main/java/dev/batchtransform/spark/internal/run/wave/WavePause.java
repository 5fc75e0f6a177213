package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time between two waves of which the first one ended by the service's fault.
 *
 * @param pauses how long it is, after so many such endings in a row: what the service lacks
 *     (capacity above all) it does not have again at once
 * @param patience how often that is worth it
 * @param stop ends it
 */
public record WavePause(Backoff pauses, ServicePatience patience, StopRequest stop, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(WavePause.class);

  /**
   * Waits before the run's next wave. Whoever goes on with a run that stood still means now.
   *
   * @param resumed when that was
   * @return why it is not worth waiting any more; empty when the run goes on
   */
  public Optional<String> before(RunLedger run, Instant resumed) throws InterruptedException {
    if (run.state() == RunState.STOPPED) {
      return Optional.empty();
    }
    Optional<String> exhausted = patience.exhausted(run, resumed, clock.instant());
    Duration wait = length(run);
    if (exhausted.isEmpty() && !wait.isZero()) {
      LOG.info(
          "Run {} goes on in {} s, since the service itself failed wave {}: {}",
          run.runId(),
          wait.toSeconds(),
          run.lastWave().index(),
          run.lastWave().reason());
      boolean unused = stop.await(wait);
    }
    return exhausted;
  }

  /** Zero unless the run's last wave has ended by the service's fault. */
  Duration length(RunLedger run) {
    int inARow = ServicePatience.endingsInARow(run).size();
    return inARow == 0 ? Duration.ZERO : pauses.before(inARow);
  }
}
