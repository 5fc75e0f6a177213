package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.shape.Shape;
import java.util.Optional;

/**
 * An operation of an AWS service.
 *
 * @param service the service's prefix in IAM, such as {@code sagemaker}
 * @param name the operation, such as {@code CreateModel}
 * @param input what a request must look like
 * @param resource the member of the request that names the resource; empty when none does
 * @param handler executes a valid request
 */
record Operation(
    String service, String name, Shape input, Optional<String> resource, Handler handler) {

  /** Executes requests of an operation. */
  @FunctionalInterface
  interface Handler {

    /**
     * Executes a valid request.
     *
     * @return the answer; empty for an answer without a body
     * @throws ApiException to answer with an error
     */
    Optional<ObjectNode> handle(ObjectNode request, Caller caller);
  }

  /**
   * Who calls.
   *
   * @param region the region that the request is signed for
   */
  record Caller(String region) {}

  /** The action's name in IAM policies. */
  String action() {
    return service + ":" + name;
  }
}
