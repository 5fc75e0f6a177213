package dev.batchtransform.emulator.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** A transform job: what was asked for, and its state. Safe for many threads. */
public final class TransformJob {

  private static final int MOST_REASON_CHARACTERS = 1024;

  /**
   * The state at one moment.
   *
   * @param started {@code TransformStartTime}
   * @param ended {@code TransformEndTime}
   * @param failureReason why it failed
   * @param modified when the state became this
   */
  public record State(
      JobStatus status,
      Optional<Instant> started,
      Optional<Instant> ended,
      Optional<String> failureReason,
      Instant modified) {}

  private final String name;
  private final String arn;
  private final String modelArn;
  private final ObjectNode request;
  private final Instant created;
  private final JobStatistics statistics = new JobStatistics();
  private State state;

  /**
   * @param request the CreateTransformJob request, valid
   */
  public TransformJob(
      String name, String arn, String modelArn, ObjectNode request, Instant created) {
    this.name = name;
    this.arn = arn;
    this.modelArn = modelArn;
    this.request = request;
    this.created = created;
    this.state =
        new State(
            JobStatus.IN_PROGRESS, Optional.empty(), Optional.empty(), Optional.empty(), created);
  }

  public String name() {
    return name;
  }

  public String arn() {
    return arn;
  }

  public String modelArn() {
    return modelArn;
  }

  /** The request as it was; a copy. */
  public ObjectNode request() {
    return request.deepCopy();
  }

  public Instant created() {
    return created;
  }

  /** What its instances did so far. */
  public JobStatistics statistics() {
    return statistics;
  }

  public synchronized State state() {
    return state;
  }

  synchronized void start(Instant time) {
    state = new State(state.status, Optional.of(time), state.ended, state.failureReason, time);
  }

  /** Begins to stop; false when the job has ended or stops already. */
  synchronized boolean stop(Instant time) {
    if (state.status != JobStatus.IN_PROGRESS) {
      return false;
    }
    state = new State(JobStatus.STOPPING, state.started, state.ended, Optional.empty(), time);
    return true;
  }

  synchronized void end(JobStatus status, Optional<String> reason, Instant time) {
    Optional<String> shown =
        reason.map(text -> text.substring(0, Math.min(text.length(), MOST_REASON_CHARACTERS)));
    state = new State(status, state.started, Optional.of(time), shown, time);
  }

  @Override
  public String toString() {
    return "TransformJob[" + name + ", " + state().status().text() + "]";
  }
}
