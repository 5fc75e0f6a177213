package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.endpoint.EndpointSpec.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An endpoint and its state. Safe for many threads. */
public final class Endpoint {

  private static final int MOST_REASON_CHARACTERS = 1024;

  /**
   * The state at one moment.
   *
   * @param failureReason why it could not be created, or the latest update failed
   * @param modified when the state became this
   */
  public record State(EndpointStatus status, Optional<String> failureReason, Instant modified) {}

  /**
   * What an instance did.
   *
   * @param requests requests that its container was asked to answer
   * @param inFlight those of them that it has not answered yet
   */
  public record InstanceStatistics(String variant, long requests, int inFlight) {}

  /**
   * What an asynchronous endpoint did and has.
   *
   * @param queue requests that wait for an instance
   * @param answered requests whose answer is in S3
   * @param failed requests that have failed, with or without an object that says so
   * @param expired requests that waited for too long
   */
  public record AsyncStatistics(int queue, long answered, long failed, long expired) {}

  private final String name;
  private final String arn;
  private final Instant created;
  private final Optional<AsyncService> async;
  private State state;
  private Fleet fleet;

  /**
   * @param async its queue; empty when it answers at once
   */
  Endpoint(String name, String arn, Instant created, Fleet first, Optional<AsyncService> async) {
    this.name = name;
    this.arn = arn;
    this.created = created;
    this.fleet = first;
    this.async = async;
    this.state = new State(EndpointStatus.CREATING, Optional.empty(), created);
  }

  public String name() {
    return name;
  }

  public String arn() {
    return arn;
  }

  public Instant created() {
    return created;
  }

  public synchronized State state() {
    return state;
  }

  /** What it was last configured as, and serves if it serves. */
  public EndpointSpec spec() {
    return fleet().spec();
  }

  /** How many instances a variant has at the moment. */
  public int instances(Variant variant) {
    return fleet().size(variant.name());
  }

  /** Each instance's share. */
  public List<InstanceStatistics> statistics() {
    return fleet().instances().stream()
        .map(each -> new InstanceStatistics(each.variant().name(), each.served(), each.inFlight()))
        .toList();
  }

  /** What its queue did and has; empty when it answers at once. */
  public Optional<AsyncStatistics> asyncStatistics() {
    return async.map(AsyncService::statistics);
  }

  Optional<AsyncService> async() {
    return async;
  }

  synchronized Fleet fleet() {
    return fleet;
  }

  /** Begins to change; false when it does already, or cannot from its present state. */
  synchronized boolean begin(EndpointStatus status) {
    if (state.status.isChanging()
        || (status == EndpointStatus.UPDATING && state.status != EndpointStatus.IN_SERVICE)) {
      return false;
    }
    state = new State(status, Optional.empty(), Instant.now());
    return true;
  }

  /** Serves with a fleet from now on; returns the one before. */
  synchronized Fleet serve(Fleet next) {
    Fleet before = fleet;
    fleet = next;
    state = new State(EndpointStatus.IN_SERVICE, Optional.empty(), Instant.now());
    return before;
  }

  /** A creation has failed, or an update, after which it serves as before. */
  synchronized void fail(String reason) {
    EndpointStatus status =
        state.status == EndpointStatus.UPDATING ? EndpointStatus.IN_SERVICE : EndpointStatus.FAILED;
    String shown = reason.substring(0, Math.min(reason.length(), MOST_REASON_CHARACTERS));
    state = new State(status, Optional.of(shown), Instant.now());
  }

  @Override
  public String toString() {
    return "Endpoint[" + name + ", " + state().status().text() + "]";
  }
}
