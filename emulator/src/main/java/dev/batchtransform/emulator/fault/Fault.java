package dev.batchtransform.emulator.fault;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that shall go wrong. In JSON a fault is an object whose {@code kind} is the record's
 * name in lower camel case ({@code {"kind": "throttle", "operation": "DescribeTransformJob",
 * "count": 3}}). Two members are common to all:
 *
 * <ul>
 *   <li>{@code job}: only for resources whose name contains this text; absent for all
 *   <li>{@code count}: how often it strikes, 1 when absent; 0 means forever
 * </ul>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fault.Throttle.class, name = "throttle"),
  @JsonSubTypes.Type(value = Fault.Refuse.class, name = "refuse"),
  @JsonSubTypes.Type(value = Fault.LostAnswer.class, name = "lostAnswer"),
  @JsonSubTypes.Type(value = Fault.CapacityError.class, name = "capacityError"),
  @JsonSubTypes.Type(value = Fault.InternalServerError.class, name = "internalError"),
  @JsonSubTypes.Type(value = Fault.SlowStart.class, name = "slowStart"),
  @JsonSubTypes.Type(value = Fault.StuckPing.class, name = "stuckPing"),
  @JsonSubTypes.Type(value = Fault.Stop.class, name = "stop"),
  @JsonSubTypes.Type(value = Fault.FailJob.class, name = "failJob"),
  @JsonSubTypes.Type(value = Fault.FailInvocation.class, name = "failInvocation"),
  @JsonSubTypes.Type(value = Fault.Vanish.class, name = "vanish"),
  @JsonSubTypes.Type(value = Fault.SlowQueue.class, name = "slowQueue"),
  @JsonSubTypes.Type(value = Fault.LateAnswer.class, name = "lateAnswer"),
  @JsonSubTypes.Type(value = Fault.FailExecution.class, name = "failExecution"),
  @JsonSubTypes.Type(value = Fault.OrphanJob.class, name = "orphanJob"),
})
public sealed interface Fault {

  /** Text that the name of the job (or other resource) must contain; empty for any. */
  Optional<String> job();

  /** How often it strikes; empty for once, 0 forever. */
  Optional<Integer> count();

  /** A fault of a request to an asynchronous endpoint. */
  sealed interface OfAsync extends Fault {
    /** Text that the key of the request's input must contain; empty for any. */
    Optional<String> key();

    /** Whether it may strike the request for this key. */
    default boolean concerns(String inputKey) {
      return key().map(inputKey::contains).orElse(true);
    }
  }

  /** A fault of a call to the API. */
  sealed interface OfCall extends Fault {
    /** The operation it strikes, such as {@code CreateTransformJob}; empty for any. */
    Optional<String> operation();
  }

  /** The call is answered with {@code ThrottlingException: Rate exceeded}, and not executed. */
  record Throttle(Optional<String> operation, Optional<String> job, Optional<Integer> count)
      implements OfCall {}

  /** The call is answered with an error of your choice, and not executed. */
  record Refuse(
      Optional<String> operation,
      String code,
      String message,
      Optional<Integer> status,
      Optional<String> job,
      Optional<Integer> count)
      implements OfCall {}

  /** The call is executed, but the connection closes before the answer. */
  record LostAnswer(Optional<String> operation, Optional<String> job, Optional<Integer> count)
      implements OfCall {}

  /** The job fails before it starts, for want of instances. */
  record CapacityError(Optional<String> job, Optional<Integer> count) implements Fault {}

  /** The job fails with SageMaker's own {@code InternalServerError} as it starts. */
  record InternalServerError(Optional<String> job, Optional<Integer> count) implements Fault {}

  /** The job's start-up takes {@code seconds} longer. */
  record SlowStart(double seconds, Optional<String> job, Optional<Integer> count)
      implements Fault {}

  /** The containers' {@code /ping} seems to fail until the start-up timeout. */
  record StuckPing(Optional<String> job, Optional<Integer> count) implements Fault {}

  /** The job is stopped, as by StopTransformJob, when {@code afterFiles} outputs are stored. */
  record Stop(int afterFiles, Optional<String> job, Optional<Integer> count) implements Fault {}

  /**
   * The job fails for a reason of your choice when {@code afterFiles} outputs are stored; those
   * stay.
   */
  record FailJob(int afterFiles, String reason, Optional<String> job, Optional<Integer> count)
      implements Fault {}

  /**
   * A request to a container is answered with {@code status}, and not sent. 0 stands for no answer
   * at all. {@code count} counts attempts, so that a fault smaller than the job's retries heals.
   *
   * @param key text that the object's key must contain; empty for any
   * @param record only the request that holds this record, 1 being the object's first; an object
   *     that this may concern is sent one request at a time
   * @param body what the container seems to say
   */
  record FailInvocation(
      int status,
      Optional<String> key,
      Optional<Long> record,
      Optional<String> body,
      Optional<String> job,
      Optional<Integer> count)
      implements Fault {}

  /** The request is accepted, and nothing is heard of it again. */
  record Vanish(Optional<String> key, Optional<String> job, Optional<Integer> count)
      implements OfAsync {}

  /** The request stays in the queue for {@code seconds} at least. */
  record SlowQueue(
      double seconds, Optional<String> key, Optional<String> job, Optional<Integer> count)
      implements OfAsync {}

  /** The answer, or the failure, is stored {@code seconds} after the container gave it. */
  record LateAnswer(
      double seconds, Optional<String> key, Optional<String> job, Optional<Integer> count)
      implements OfAsync {}

  /** The execution of a state machine fails, and starts no job. */
  record FailExecution(String error, String cause, Optional<String> job, Optional<Integer> count)
      implements Fault {}

  /** The job of an execution that is stopped goes on. */
  record OrphanJob(Optional<String> job, Optional<Integer> count) implements Fault {}

  /** The next {@code count} calls of an operation are throttled; 0 for all. */
  static Fault throttle(String operation, int count) {
    return new Throttle(Optional.of(operation), Optional.empty(), Optional.of(count));
  }

  /** The next call of an operation is refused with an error of status 400. */
  static Fault refuse(String operation, String code, String message) {
    return new Refuse(
        Optional.of(operation),
        code,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The next call of an operation is executed, and its answer lost. */
  static Fault lostAnswer(String operation) {
    return new LostAnswer(Optional.of(operation), Optional.empty(), Optional.empty());
  }

  /** The next job gets no instances. */
  static Fault capacityError() {
    return new CapacityError(Optional.empty(), Optional.empty());
  }

  /** The next job fails with SageMaker's own error. */
  static Fault internalError() {
    return new InternalServerError(Optional.empty(), Optional.empty());
  }

  /** The next job starts later. */
  static Fault slowStart(Duration delay) {
    return new SlowStart(delay.toMillis() / 1000.0, Optional.empty(), Optional.empty());
  }

  /** The next instance's container seems never to be healthy. */
  static Fault stuckPing() {
    return new StuckPing(Optional.empty(), Optional.empty());
  }

  /** The next job is stopped when some outputs are stored. */
  static Fault stop(int afterFiles) {
    return new Stop(afterFiles, Optional.empty(), Optional.empty());
  }

  /** The next {@code count} jobs fail for this reason when some outputs are stored; 0 for all. */
  static Fault failJob(int afterFiles, String reason, int count) {
    return new FailJob(afterFiles, reason, Optional.empty(), Optional.of(count));
  }

  /** The next {@code count} requests for objects whose key contains a text fail; 0 for all. */
  static Fault failInvocation(String key, int status, int count) {
    return new FailInvocation(
        status,
        Optional.of(key),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(count));
  }

  /** The next {@code count} asynchronous requests whose input's key contains a text vanish. */
  static Fault vanish(String key, int count) {
    return new Vanish(Optional.of(key), Optional.empty(), Optional.of(count));
  }

  /** The next {@code count} asynchronous requests wait in the queue for longer; 0 for all. */
  static Fault slowQueue(Duration delay, int count) {
    return new SlowQueue(
        delay.toMillis() / 1000.0, Optional.empty(), Optional.empty(), Optional.of(count));
  }

  /** The next execution of a state machine fails, and starts no job. */
  static Fault failExecution(String error, String cause) {
    return new FailExecution(error, cause, Optional.empty(), Optional.empty());
  }

  /** The job of the next execution that is stopped goes on. */
  static Fault orphanJob() {
    return new OrphanJob(Optional.empty(), Optional.empty());
  }

  /** The answers to the next {@code count} asynchronous requests come late; 0 for all. */
  static Fault lateAnswer(String key, Duration delay, int count) {
    return new LateAnswer(
        delay.toMillis() / 1000.0, Optional.of(key), Optional.empty(), Optional.of(count));
  }
}
