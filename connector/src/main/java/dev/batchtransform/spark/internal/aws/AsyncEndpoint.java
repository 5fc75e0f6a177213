package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import java.util.Optional;

/**
 * An asynchronous endpoint of SageMaker, as far as a run needs it: a request names an object in S3
 * and is answered with the places where its answer or its failure will lie. Every method throws
 * {@link AwsCallException} when the call fails. Safe for use by several threads.
 */
public interface AsyncEndpoint extends AutoCloseable {

  /**
   * A request.
   *
   * @param input the object that is its body, as an {@code s3://} URI
   * @param inferenceId the caller's name for it; 1 to 64 printable characters
   * @param contentType media type of the body
   * @param accept media type that is asked of the answer
   * @param ttlSeconds how long it may wait in the queue
   * @param timeoutSeconds how long the container may work on it
   */
  record Request(
      String input,
      String inferenceId,
      String contentType,
      String accept,
      int ttlSeconds,
      int timeoutSeconds) {}

  /**
   * A request that is in the queue.
   *
   * @param output where its answer will lie
   * @param failure where it will be said that it has failed; empty when the endpoint leaves no
   *     trace of failures
   */
  record Accepted(String output, Optional<String> failure) {}

  /**
   * Connects to an endpoint.
   *
   * @throws AwsCallException when no region or no credentials can be found, or the role cannot be
   *     assumed
   */
  static AsyncEndpoint connect(AwsSettings settings, String name) {
    return SageMakerAsyncEndpoint.connect(settings, name);
  }

  /** Puts a request into the queue. A call that is throttled or lost is not repeated here. */
  Accepted invoke(Request request);

  /** What SageMaker says of the endpoint. Throttled calls are repeated a few times first. */
  EndpointDescription describe();

  /** The endpoint's name. */
  String name();

  /** The region that is called, as it was given or found. */
  String region();

  @Override
  void close();
}
