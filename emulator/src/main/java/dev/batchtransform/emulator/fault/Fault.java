package dev.batchtransform.emulator.fault;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/**
 * Something that shall go wrong. In JSON a fault is an object whose {@code kind} is the record's
 * name in lower camel case ({@code {"kind": "throttle", "operation": "DescribeTransformJob",
 * "count": 3}}). Two members are common to all:
 *
 * <ul>
 *   <li>{@code job}: only for resources whose name contains this text; absent for all
 *   <li>{@code count}: how often it strikes, 1 when absent; 0 means for ever
 * </ul>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fault.Throttle.class, name = "throttle"),
  @JsonSubTypes.Type(value = Fault.Refuse.class, name = "refuse"),
  @JsonSubTypes.Type(value = Fault.LostAnswer.class, name = "lostAnswer"),
  @JsonSubTypes.Type(value = Fault.CapacityError.class, name = "capacityError"),
  @JsonSubTypes.Type(value = Fault.InternalError.class, name = "internalError"),
  @JsonSubTypes.Type(value = Fault.SlowStart.class, name = "slowStart"),
  @JsonSubTypes.Type(value = Fault.StuckPing.class, name = "stuckPing"),
  @JsonSubTypes.Type(value = Fault.Stop.class, name = "stop"),
  @JsonSubTypes.Type(value = Fault.FailInvocation.class, name = "failInvocation"),
})
public sealed interface Fault {

  /** Text that the name of the job (or other resource) must contain; empty for any. */
  Optional<String> job();

  /** How often it strikes; empty for once, 0 for ever. */
  Optional<Integer> count();

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
  record InternalError(Optional<String> job, Optional<Integer> count) implements Fault {}

  /** The job's start-up takes {@code seconds} longer. */
  record SlowStart(double seconds, Optional<String> job, Optional<Integer> count)
      implements Fault {}

  /** The containers' {@code /ping} seems to fail until the start-up timeout. */
  record StuckPing(Optional<String> job, Optional<Integer> count) implements Fault {}

  /** The job is stopped, as by StopTransformJob, when {@code afterFiles} outputs are stored. */
  record Stop(int afterFiles, Optional<String> job, Optional<Integer> count) implements Fault {}

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
}
