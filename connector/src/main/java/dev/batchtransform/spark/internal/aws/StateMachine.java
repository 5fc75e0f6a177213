package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import java.time.Instant;
import java.util.Optional;

/**
 * A state machine of AWS Step Functions. Every method throws {@link AwsCallException} when the call
 * fails. Throttled calls are repeated a few times first. Safe for use by several threads.
 */
public interface StateMachine extends AutoCloseable {

  /**
   * Connects to Step Functions in the state machine's region.
   *
   * @param arn the state machine's, maybe with a version or an alias behind it
   * @throws AwsCallException when no credentials can be found, or the role cannot be assumed
   */
  static StateMachine connect(AwsSettings settings, String arn) {
    return SfnStateMachine.connect(settings, arn);
  }

  /**
   * An execution.
   *
   * @param status in Step Functions' own word, such as {@code RUNNING}
   * @param input what it was started with, as JSON text
   * @param output what it has given, as JSON text; empty when it gave none, or may not be read
   * @param error the name of what went wrong
   * @param cause what went wrong, in words or as JSON text
   */
  record Execution(
      String arn,
      String status,
      String input,
      Optional<String> output,
      Optional<String> error,
      Optional<String> cause,
      Instant started,
      Optional<Instant> stopped) {

    /** Whether it goes on, or will. */
    public boolean isRunning() {
      return status.equals("RUNNING") || status.equals("PENDING_REDRIVE");
    }
  }

  /**
   * Starts an execution. Harmless while one of that name runs with that input, which it gives then.
   * Of kind {@link AwsCallException.Kind#NAME_TAKEN} when there is, or was, another.
   *
   * @param input JSON text
   * @return its ARN
   */
  String start(String name, String input);

  /** What Step Functions knows of the execution; empty when there is none of that name. */
  Optional<Execution> describe(String name);

  /** The ARN that an execution of that name has. */
  String executionArn(String name);

  /** Ends the execution. Harmless when it has ended. */
  void stop(String name);

  /**
   * {@code STANDARD} or {@code EXPRESS}; empty when the caller may not look, which is no error. Of
   * kind {@link AwsCallException.Kind#NOT_FOUND} when there is no such state machine.
   */
  Optional<String> type();

  @Override
  void close();
}
