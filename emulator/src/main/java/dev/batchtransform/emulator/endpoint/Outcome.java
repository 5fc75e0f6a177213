package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.spark.model.ModelResponse;

/** What became of a request to an endpoint's container. */
public sealed interface Outcome {

  /**
   * The container answered, with whatever status.
   *
   * @param variant the variant that did
   */
  record Answered(String variant, ModelResponse response) implements Outcome {}

  /** The container took too long. */
  record TimedOut() implements Outcome {}

  /**
   * The container did not answer.
   *
   * @param reason why, as far as it is known
   */
  record Unreachable(String reason) implements Outcome {}

  /** A serverless endpoint is working on as many requests as it may. */
  record Throttled() implements Outcome {}
}
