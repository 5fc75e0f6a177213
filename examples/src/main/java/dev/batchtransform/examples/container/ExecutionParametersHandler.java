package dev.batchtransform.examples.container;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Tells SageMaker how to call this container: one request per core, each full of records. */
final class ExecutionParametersHandler implements HttpHandler {
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Responses.send(
        exchange,
        200,
        "application/json",
        "{\"MaxConcurrentTransforms\":%d,\"BatchStrategy\":\"MULTI_RECORD\",\"MaxPayloadInMB\":6}"
            .formatted(Runtime.getRuntime().availableProcessors()));
  }
}
