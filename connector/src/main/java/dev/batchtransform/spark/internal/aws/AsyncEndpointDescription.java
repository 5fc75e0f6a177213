package dev.batchtransform.spark.internal.aws;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What SageMaker says of an endpoint.
 *
 * @param status its {@code EndpointStatus}
 * @param failureReason why it has failed, in SageMaker's words
 * @param created when it was created; another one of the same name knows nothing of the requests of
 *     this one
 * @param config name of its endpoint configuration
 * @param answers how it takes requests
 * @param instances instances that it has now; empty when that is not said
 */
public record AsyncEndpointDescription(
    String status,
    Optional<String> failureReason,
    Optional<Instant> created,
    String config,
    Answers answers,
    OptionalInt instances) {

  /** How an endpoint takes requests, and what it leaves of them. */
  public enum Answers {
    /** It answers at once, over the connection. */
    AT_ONCE,
    /** It puts answers into S3, and leaves no trace of a request that failed. */
    WITHOUT_FAILURES,
    /** It puts answers and failures into S3. */
    WITH_FAILURES,
    /** The caller may not look. */
    UNKNOWN
  }
}
