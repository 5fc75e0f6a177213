package dev.batchtransform.spark.internal.executor.batch;

import java.time.Duration;
import java.time.Instant;

/** Time, as waiting for a job sees it. */
interface PollClock {

  Instant now();

  void sleep(Duration pause) throws InterruptedException;

  /** The computer's own time. */
  static PollClock system() {
    return new PollClock() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleep(Duration pause) throws InterruptedException {
        Thread.sleep(pause.toMillis());
      }
    };
  }
}
