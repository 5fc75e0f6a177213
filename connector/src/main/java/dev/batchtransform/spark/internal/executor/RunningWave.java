package dev.batchtransform.spark.internal.executor;

import java.time.Instant;
import java.util.Optional;

/** A wave that has been started. */
public interface RunningWave {

  /** How it stood when it was started or found; not how it stands now. */
  WaveStanding standing();

  /** When it was started. */
  Instant since();

  /** Name of the SageMaker transform job; empty where there is none. */
  Optional<String> jobName();

  /** Where that job lives; empty where there is none, or it is not known. */
  default Optional<JobPlace> place() {
    return Optional.empty();
  }

  /**
   * Waits for the wave's end, whatever its state, and tells the listener how far it is. When the
   * waiting thread is interrupted the wave is stopped if the option {@code stopOnCancel} says so.
   */
  WaveResult await(ProgressListener progress) throws InterruptedException;

  /** Asks the wave to stop; files that are finished stay. Harmless when it has ended. */
  void stop();
}
