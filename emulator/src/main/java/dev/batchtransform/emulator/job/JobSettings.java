package dev.batchtransform.emulator.job;

import java.time.Duration;

/**
 * How emulated jobs behave where the real service differs in time, or where its behaviour is not
 * documented.
 *
 * @param startupDelay from CreateTransformJob to {@code TransformStartTime}
 * @param pingTimeout how long a container may take until {@code /ping} answers 200
 * @param requestLatency added to each request to a container
 * @param retryBackoff pause before a request's first retry
 * @param virtualTime instances take turns and the start-up delay is not waited for; the times that
 *     a job reports are as if they had worked at once and it had been
 * @param emptyObjects what becomes of an object of no bytes
 * @param stopDiscardsOutputs whether a stopped job deletes the outputs it has already stored
 */
public record JobSettings(
    Duration startupDelay,
    Duration pingTimeout,
    Duration requestLatency,
    Duration retryBackoff,
    boolean virtualTime,
    EmptyObjects emptyObjects,
    boolean stopDiscardsOutputs) {

  /** What becomes of an object of no bytes. */
  public enum EmptyObjects {
    /** An empty output; the container is not called. */
    EMPTY_OUTPUT,
    /** One request with an empty body, whose answer is the output. */
    EMPTY_REQUEST,
    /** The object fails, and with it the job. */
    FAIL
  }
}
