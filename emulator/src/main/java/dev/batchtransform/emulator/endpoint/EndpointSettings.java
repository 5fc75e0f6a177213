package dev.batchtransform.emulator.endpoint;

import java.time.Duration;

/**
 * How emulated endpoints behave where the real service differs in time, or where its behaviour is
 * not documented.
 *
 * @param startupDelay from CreateEndpoint or UpdateEndpoint until the instances are there
 * @param pingTimeout how long a container may take until {@code /ping} answers 200
 * @param requestLatency added to each request to a container
 * @param maxPayloadBytes the largest body that InvokeEndpoint takes
 * @param invocationTimeout how long a container may take to answer InvokeEndpoint
 * @param async what is of asynchronous endpoints alone
 */
public record EndpointSettings(
    Duration startupDelay,
    Duration pingTimeout,
    Duration requestLatency,
    long maxPayloadBytes,
    Duration invocationTimeout,
    AsyncSettings async) {

  /** "The maximum request and response payload size for serverless invocations is 4 MB". */
  private static final long SERVERLESS_PAYLOAD_BYTES = 4L << 20;

  /** The largest body that InvokeEndpoint takes for an endpoint. */
  public long maxPayloadBytes(boolean serverless) {
    return serverless ? Math.min(SERVERLESS_PAYLOAD_BYTES, maxPayloadBytes) : maxPayloadBytes;
  }
}
