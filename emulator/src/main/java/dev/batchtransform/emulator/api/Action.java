package dev.batchtransform.emulator.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A call to the API that was made, whatever its answer.
 *
 * @param action its name in IAM policies, such as {@code sagemaker:CreateTransformJob}
 * @param time when it came
 * @param resource the name, ARN or log group that the request names
 * @param error the error it was answered with; empty for success
 */
public record Action(
    String action, Instant time, Optional<String> resource, Optional<String> error) {}
