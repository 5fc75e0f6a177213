package dev.batchtransform.spark.internal.executor;

/** How a wave stood when it was started or found. */
public enum WaveStanding {
  RUNNING,
  /** Somebody had asked it to stop, and it may have ended since. */
  STOPPED,
  ENDED
}
