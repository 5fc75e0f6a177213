package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What SageMaker says of a transform job.
 *
 * @param name the job's name
 * @param status its status
 * @param statusText its status in SageMaker's own word
 * @param failureReason why it failed
 * @param created when it was created
 * @param started when its instances began to work; billing starts here
 * @param ended when it ended; billing ends here
 * @param answer the whole answer of DescribeTransformJob
 */
public record TransformJobDescription(
    String name,
    Status status,
    String statusText,
    Optional<String> failureReason,
    Optional<Instant> created,
    Optional<Instant> started,
    Optional<Instant> ended,
    ObjectNode answer) {

  /** SageMaker's {@code TransformJobStatus}. */
  public enum Status {
    IN_PROGRESS("InProgress"),
    COMPLETED("Completed"),
    FAILED("Failed"),
    STOPPING("Stopping"),
    STOPPED("Stopped"),
    /** A status that this version does not know; the job is taken to be running. */
    OTHER("");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** The status that SageMaker calls {@code text}. */
    public static Status of(String text) {
      for (Status status : values()) {
        if (status.text.equals(text)) {
          return status;
        }
      }
      return OTHER;
    }

    /** What SageMaker calls it. */
    public String text() {
      return text;
    }

    /** Whether a job in this status has ended. */
    public boolean isFinal() {
      return this == COMPLETED || this == FAILED || this == STOPPED;
    }
  }

  /** Reads an answer of DescribeTransformJob. */
  public static TransformJobDescription of(ObjectNode answer) {
    String status = answer.path("TransformJobStatus").asText();
    return new TransformJobDescription(
        answer.path("TransformJobName").asText(),
        Status.of(status),
        status,
        text(answer, "FailureReason"),
        text(answer, "CreationTime").map(Instant::parse),
        text(answer, "TransformStartTime").map(Instant::parse),
        text(answer, "TransformEndTime").map(Instant::parse),
        answer);
  }

  /** Instances that the job uses; 0 when SageMaker does not say. */
  public int instanceCount() {
    return answer.path("TransformResources").path("InstanceCount").asInt();
  }

  /** The job's ARN, which names its region and account; empty when SageMaker does not say. */
  public String arn() {
    return answer.path("TransformJobArn").asText();
  }

  private static Optional<String> text(ObjectNode answer, String field) {
    return Optional.of(answer.path(field).asText()).filter(text -> !text.isEmpty());
  }

  @Override
  public String toString() {
    return name + " " + statusText;
  }
}
