package dev.batchtransform.emulator.states;

import java.time.Instant;
import java.util.Optional;

/** An execution: what was asked for, and its state. Safe for many threads. */
public final class Execution {

  /**
   * The state at one moment.
   *
   * @param output what it has given, as JSON text
   * @param error the name of what went wrong
   * @param cause what went wrong, in words or as JSON text
   */
  public record State(
      ExecutionStatus status,
      Optional<Instant> stopped,
      Optional<String> output,
      Optional<String> error,
      Optional<String> cause) {}

  private final String name;
  private final String arn;
  private final StateMachine machine;
  private final String input;
  private final Instant started;
  private State state =
      new State(
          ExecutionStatus.RUNNING,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * An execution that begins.
   *
   * @param input JSON text
   */
  public Execution(String name, String arn, StateMachine machine, String input, Instant started) {
    this.name = name;
    this.arn = arn;
    this.machine = machine;
    this.input = input;
    this.started = started;
  }

  public String name() {
    return name;
  }

  public String arn() {
    return arn;
  }

  public StateMachine machine() {
    return machine;
  }

  /** JSON text. */
  public String input() {
    return input;
  }

  public Instant started() {
    return started;
  }

  public synchronized State state() {
    return state;
  }

  void succeed(String output) {
    end(ExecutionStatus.SUCCEEDED, Optional.of(output), Optional.empty(), Optional.empty());
  }

  void fail(String error, String cause) {
    end(ExecutionStatus.FAILED, Optional.empty(), Optional.of(error), Optional.of(cause));
  }

  /** Ends it as somebody wishes; false when it has ended. */
  boolean abort(Optional<String> error, Optional<String> cause) {
    return end(ExecutionStatus.ABORTED, Optional.empty(), error, cause);
  }

  private synchronized boolean end(
      ExecutionStatus status,
      Optional<String> output,
      Optional<String> error,
      Optional<String> cause) {
    if (state.status != ExecutionStatus.RUNNING) {
      return false;
    }
    state = new State(status, Optional.of(Instant.now()), output, error, cause);
    return true;
  }

  @Override
  public String toString() {
    return "Execution[" + name + ", " + state().status() + "]";
  }
}
