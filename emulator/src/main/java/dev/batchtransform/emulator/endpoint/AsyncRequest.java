package dev.batchtransform.emulator.endpoint;

import dev.batchtransform.emulator.storage.S3Location;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its answer in S3.
 *
 * @param inferenceId the caller's name for it, or one that was made
 * @param input the object that holds its body; empty where the body came with it
 * @param body the body that came with it; empty where it is in S3
 * @param output where the answer goes
 * @param failure where a failure goes; empty where it leaves no object
 * @param ttlSeconds how long it may wait
 * @param invocationTimeout how long the container may take
 */
@SuppressWarnings("ArrayRecordComponent") // A body is bytes; requests are never compared.
public record AsyncRequest(
    String inferenceId,
    Optional<S3Location> input,
    byte[] body,
    @Nullable String contentType,
    @Nullable String accept,
    S3Location output,
    Optional<S3Location> failure,
    long ttlSeconds,
    Duration invocationTimeout) {

  /** What a scripted fault's {@code key} is compared with. */
  String key() {
    return input.map(S3Location::key).orElse(inferenceId);
  }

  /** Its name and where it goes, never its body. */
  @Override
  public String toString() {
    return "AsyncRequest[" + inferenceId + ", " + output + "]";
  }
}
