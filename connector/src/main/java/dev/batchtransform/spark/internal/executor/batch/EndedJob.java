package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import java.util.Optional;

/**
 * A job that has ended.
 *
 * @param job its last description
 * @param stoppedBecause why we stopped it; empty when it ended otherwise
 */
record EndedJob(TransformJobDescription job, Optional<String> stoppedBecause) {}
