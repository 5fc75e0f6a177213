package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.shape.ApiModel;
import dev.batchtransform.emulator.shape.ApiModels;
import java.util.Optional;

/**
 * An operation of an AWS service.
 *
 * @param model its service's API model
 * @param name the operation, such as {@code CreateModel}
 * @param resource the member of the request that names the resource; empty when none does
 * @param handler executes a valid request
 */
record Operation(ApiModel model, String name, Optional<String> resource, Handler handler) {

  Operation {
    // So that the emulator does not start with an operation whose requests it cannot check.
    model.operation(name);
  }

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

  static Operation sageMaker(String name, Optional<String> resource, Handler handler) {
    return new Operation(ApiModels.SAGEMAKER, name, resource, handler);
  }

  static Operation logs(String name, Optional<String> resource, Handler handler) {
    return new Operation(ApiModels.LOGS, name, resource, handler);
  }

  static Operation states(String name, Optional<String> resource, Handler handler) {
    return new Operation(ApiModels.STATES, name, resource, handler);
  }

  /** What {@code X-Amz-Target} names it. */
  String target() {
    return model.targetPrefix() + "." + name;
  }
}
