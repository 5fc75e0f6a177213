package dev.batchtransform.spark.internal.executor;

/** Told now and then how far a wave is. */
@FunctionalInterface
public interface ProgressListener {
  void onProgress(WaveProgress progress);
}
