package dev.batchtransform.spark.internal.executor;

import java.util.Optional;

/**
 * What is written down of a wave's job. Its name was computed when the wave was planned; a later
 * version of this connector may compute another one, but the job keeps its own.
 *
 * @param name the job's name
 * @param submitted whether SageMaker is known to have accepted it
 * @param region where it was, or is to be, started; empty when nobody wrote that down
 * @param account whose it is; empty when nobody wrote that down
 */
public record RecordedJob(
    String name, boolean submitted, Optional<String> region, Optional<String> account) {}
