package dev.batchtransform.spark.internal.executor;

import java.time.Duration;

/**
 * How far a wave is.
 *
 * @param filesDone files whose output exists
 * @param files files of the wave
 * @param recordsDone records of the files that are done
 * @param records records of the wave
 * @param elapsed time since the wave was started
 * @param state the state as the executor calls it, such as {@code InProgress}
 */
public record WaveProgress(
    int filesDone, int files, long recordsDone, long records, Duration elapsed, String state) {}
