package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.shape.ApiModels;
import java.util.Map;

/**
 * An operation of the runtime of endpoints.
 *
 * @param name the operation, such as {@code InvokeEndpoint}
 * @param path what follows the endpoint's name in the path of its requests
 * @param handler executes a valid request
 */
record RuntimeOperation(String name, String path, Handler handler) {

  RuntimeOperation {
    // So that the emulator does not start with an operation whose requests it cannot check.
    ApiModels.RUNTIME.operation(name);
  }

  /** Executes requests of an operation. */
  @FunctionalInterface
  interface Handler {

    /**
     * Executes a valid request.
     *
     * @param request what the path and the headers say, by the API model's names
     * @param body the payload as it came
     * @throws ApiException to answer with an error
     */
    Answer handle(ObjectNode request, byte[] body, Caller caller);
  }

  /** An answer; {@code body} as it is sent. */
  @SuppressWarnings("ArrayRecordComponent") // A body is bytes; answers are never compared.
  record Answer(int status, Map<String, String> headers, byte[] body) {}
}
