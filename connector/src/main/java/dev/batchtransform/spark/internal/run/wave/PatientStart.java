package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a wave although the service has no time or no room for it just now: throttling, an outage
 * or a quota that others use says nothing of the wave, which may be started a while later.
 *
 * @param timeout the option {@code serviceTimeout}
 */
public record PatientStart(Backoff pauses, Duration timeout, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);

  /**
   * Starts a wave, again and again while the service itself refuses it.
   *
   * @param beforeEach refuses a driver that has lost the run, before each try
   * @param stopRequest ends the waiting
   * @throws WaveRefusedException when it could not be started within the timeout, or never can
   * @throws WaveOutOfReachException when it cannot be told whether it was
   */
  public RunningWave start(
      TransformExecutor executor, Wave wave, Runnable beforeEach, StopRequest stopRequest)
      throws InterruptedException {
    Instant began = clock.instant();
    Wave next = wave;
    for (int tries = 1; ; tries++) {
      beforeEach.run();
      try {
        return executor.start(next);
      } catch (WaveRefusedException | WaveOutOfReachException failure) {
        Duration wait = pauses.before(tries);
        boolean late = !clock.instant().isBefore(began.plus(worth(failure)));
        if (late) {
          throw failure;
        }
        LOG.warn(
            "Run {} wave {} is tried again in {} s: {}",
            wave.runId(),
            wave.index(),
            wait.toSeconds(),
            failure.getMessage());
        if (stopRequest.await(wait)) {
          throw failure;
        }
        next = wave.afterATry();
      }
    }
  }

  private Duration worth(RuntimeException failure) {
    return failure.getCause() instanceof AwsCallException call
        ? call.kind().worthRepeating(timeout)
        : Duration.ZERO;
  }
}
