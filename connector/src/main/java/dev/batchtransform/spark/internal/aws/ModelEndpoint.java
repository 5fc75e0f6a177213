package dev.batchtransform.spark.internal.aws;

import dev.batchtransform.spark.exceptions.AwsCallException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real-time or serverless endpoint of SageMaker, called by InvokeEndpoint. No call is repeated
 * here. Safe for use by several threads, of which each has a connection that is kept.
 */
public interface ModelEndpoint extends AutoCloseable {

  /**
   * What came back for one request.
   *
   * @param status an HTTP status: the container's own, whatever it was; where SageMaker itself
   *     refused the request, 413 for too large a body, 429 for one request too many, 500 or 503 for
   *     a fault of its own, 400 for anything else
   * @param body the container's answer, or why the request was refused
   * @param headers {@code content-type} and {@code retry-after}, as far as they are known
   */
  @SuppressWarnings("ArrayRecordComponent") // A body is bytes; answers are never compared.
  record Answer(int status, byte[] body, Map<String, String> headers) {

    /** Status and size, never the body. */
    @Override
    public String toString() {
      return "Answer[status=%d, %d bytes]".formatted(status, body.length);
    }
  }

  /**
   * A way to an endpoint. Whether it exists is not looked up.
   *
   * @throws AwsCallException when no region or no credentials can be found, or the role cannot be
   *     assumed
   */
  static ModelEndpoint connect(AwsSettings settings, String name) {
    return SageMakerEndpoint.connect(settings, name);
  }

  /**
   * The region that would be called, as it is given or found in this process.
   *
   * @throws AwsCallException when there is none
   */
  static String region(AwsSettings settings) {
    return new AwsAccess("SageMaker").region(settings).id();
  }

  /**
   * Sends one request to the model.
   *
   * @param body is not changed, and not copied
   * @param timeout for the whole answer
   * @throws ConnectException when nobody was there to take the request
   * @throws HttpTimeoutException when the answer was not there in time
   * @throws IOException when the connection broke off, or the container did not answer
   * @throws AwsCallException when no request would be answered, whatever it holds: the endpoint is
   *     gone or takes asynchronous requests alone, the caller may not call it, there are no valid
   *     credentials
   * @throws InterruptedException when the calling thread was interrupted
   */
  Answer invoke(
      byte[] body, @Nullable String contentType, @Nullable String accept, Duration timeout)
      throws IOException, InterruptedException;

  /**
   * What SageMaker says of the endpoint.
   *
   * @throws AwsCallException when there is no such endpoint, or the caller may not look it up
   */
  EndpointDescription describe();

  @Override
  void close();
}
