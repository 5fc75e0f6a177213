package dev.batchtransform.spark.internal.run.wave;

import dev.batchtransform.spark.internal.executor.RunningWave;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether a driver was asked to end its work on a run, and the wave that is stopped then. */
public final class StopRequest {
  private final CountDownLatch made = new CountDownLatch(1);
  private volatile @Nullable RunningWave running;

  /** Ends what runs and what waits, now and later. */
  public void make() {
    made.countDown();
    running().ifPresent(RunningWave::stop);
  }

  /** Whether it was made. */
  public boolean isMade() {
    return made.getCount() == 0;
  }

  /** From now on this wave is what is stopped; at once, where that was asked before. */
  public void concerns(RunningWave wave) {
    running = wave;
    if (isMade()) {
      wave.stop();
    }
  }

  /** The wave that it concerns; empty before the first. */
  public Optional<RunningWave> running() {
    return Optional.ofNullable(running);
  }

  /** Waits, no longer than until it is made; whether it was. */
  public boolean await(Duration longest) throws InterruptedException {
    return made.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
