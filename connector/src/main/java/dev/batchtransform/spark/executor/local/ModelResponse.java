package dev.batchtransform.spark.executor.local;

/**
 * A model's answer to one request.
 *
 * @param status an HTTP status; 2xx is success
 * @param body the answer, or the model's message when it refused
 */
@SuppressWarnings("ArrayRecordComponent") // A body is bytes; answers are never compared.
public record ModelResponse(int status, byte[] body) {

  /** An answer with status 200. */
  public static ModelResponse ok(byte[] body) {
    return new ModelResponse(200, body);
  }

  /** Whether the status is 2xx. */
  public boolean succeeded() {
    return status / 100 == 2;
  }

  /** Status and size, never the body. */
  @Override
  public String toString() {
    return "ModelResponse[status=%d, %d bytes]".formatted(status, body.length);
  }
}
