package dev.batchtransform.spark.internal.executor;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a wave ended. Which files succeeded is not said here: it is read from the outputs that exist.
 *
 * @param state how it ended
 * @param reason why it failed or was stopped, in the executor's own words
 * @param started when instances started to work, as SageMaker's {@code TransformStartTime}; empty
 *     when they never did
 * @param ended when they stopped, as SageMaker's {@code TransformEndTime}
 * @param instanceSeconds seconds times instances that are paid for; 0 where nothing is paid
 * @param failures what is known of single files that have no output, by {@code StagedFile.name}
 * @param elsewhere the answers to whole files, by {@code StagedFile.name}, where the wave left none
 *     in its own output folder; empty where that folder has them all
 */
public record WaveResult(
    State state,
    Optional<String> reason,
    Optional<Instant> started,
    Optional<Instant> ended,
    long instanceSeconds,
    Map<String, FileFailure> failures,
    Optional<Map<String, KeptAnswers>> elsewhere) {

  /** A wave whose answers lie in its own output folder. */
  public WaveResult(
      State state,
      Optional<String> reason,
      Optional<Instant> started,
      Optional<Instant> ended,
      long instanceSeconds,
      Map<String, FileFailure> failures) {
    this(state, reason, started, ended, instanceSeconds, failures, Optional.empty());
  }

  /** Final states of a wave, as SageMaker's {@code TransformJobStatus}. */
  public enum State {
    COMPLETED,
    FAILED,
    STOPPED
  }
}
