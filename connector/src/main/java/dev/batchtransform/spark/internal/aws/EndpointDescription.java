package dev.batchtransform.spark.internal.aws;

import java.util.Optional;

/**
 * What SageMaker says of an endpoint.
 *
 * @param status its status in SageMaker's own word, such as {@code InService}
 * @param failureReason why it failed
 * @param asynchronous whether it takes asynchronous requests alone
 * @param serverless whether one of its variants runs without instances of its own
 */
public record EndpointDescription(
    String status, Optional<String> failureReason, boolean asynchronous, boolean serverless) {}
