package dev.batchtransform.emulator.endpoint;

import java.time.Duration;

/**
 * How asynchronous endpoints behave where the real service differs in time, or where its behaviour
 * is not documented.
 *
 * @param ttlSecond how long a second of {@code RequestTTLSeconds} lasts, of which a request has 60
 *     at least
 * @param maxInputBytes the largest object that an endpoint reads
 * @param scaleToZero whether an endpoint begins with no instance, and gets its instances when
 *     requests wait
 * @param wakeUpDelay how long these instances take to be there
 * @param expiredLeavesFailure whether a request that expires in the queue leaves a failure object
 * @param failureFormat what a failure object holds
 */
public record AsyncSettings(
    Duration ttlSecond,
    long maxInputBytes,
    boolean scaleToZero,
    Duration wakeUpDelay,
    boolean expiredLeavesFailure,
    FailureFormat failureFormat) {

  /** What a failure object holds. */
  public enum FailureFormat {
    /** What went wrong, as the endpoint's log says it. */
    TEXT,
    /** An object of JSON with the same words as its {@code failureReason}. */
    JSON,
    /** The container's answer as it is; the words where there was none. */
    BODY
  }
}
