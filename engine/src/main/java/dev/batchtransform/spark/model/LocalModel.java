package dev.batchtransform.spark.model;

import java.io.IOException;

/**
 * A model that answers requests as the {@code POST /invocations} of a SageMaker container does. A
 * class of your own that implements this interface and has a public constructor without parameters
 * can be named in the option {@code localModel} as {@code class:<name>}.
 *
 * <p>An instance is shared by all tasks of a process and is called by several threads at once.
 */
public interface LocalModel extends AutoCloseable {

  /**
   * What the model says about itself, as {@code GET /execution-parameters} does. Asked once, before
   * the first request.
   */
  default ExecutionParameters executionParameters() throws IOException, InterruptedException {
    return ExecutionParameters.NONE;
  }

  /**
   * Whether the model can answer at all, as {@code GET /ping} does. Asked after a request has
   * failed: while it cannot, requests are held back.
   *
   * @throws InterruptedException when the calling thread was interrupted
   */
  default boolean ping() throws InterruptedException {
    return true;
  }

  /**
   * Answers one request. A status other than 2xx is the model's own refusal of the request. An
   * unchecked exception counts as status 500.
   *
   * @throws IOException when the model could not be reached or did not answer in time; the request
   *     may be sent again
   * @throws InterruptedException when the calling thread was interrupted: the answer is no longer
   *     wanted
   */
  ModelResponse invoke(ModelRequest request) throws IOException, InterruptedException;

  /** Called once, when no further request will come. */
  @Override
  default void close() {}
}
