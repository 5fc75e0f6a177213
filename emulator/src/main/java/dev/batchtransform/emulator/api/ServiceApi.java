package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.batchtransform.emulator.api.Calls.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS's JSON protocols 1.0 and 1.1: finds, checks and executes the operation that a request names.
 */
final class ServiceApi {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceApi.class);

  private final Map<String, Operation> operations;
  private final Calls calls;

  ServiceApi(List<Operation> operations, Calls calls) {
    this.operations =
        operations.stream().collect(Collectors.toMap(Operation::target, Function.identity()));
    this.calls = calls;
  }

  void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      Operation operation = operation(exchange.getRequestHeaders());
      ObjectNode request = parse(body);
      Optional<String> resource = operation.resource().map(name -> request.path(name).asText(""));
      Call call = new Call(operation.model(), operation.name(), request, resource);
      Optional<ObjectNode> answer =
          calls.execute(
              call,
              exchange.getRequestHeaders(),
              caller -> operation.handler().handle(request, caller));
      if (calls.isLost(call)) {
        return; // closing the exchange without an answer closes the connection
      }
      answer(exchange, 200, answer.map(Json::bytes).orElse(new byte[0]));
    } catch (ApiException refused) {
      answerError(exchange, refused);
    }
  }

  private Operation operation(Headers headers) {
    String target = Optional.ofNullable(headers.getFirst("X-Amz-Target")).orElse("");
    Operation operation = operations.get(target);
    if (operation == null) {
      throw new ApiException("UnknownOperationException", "Unknown operation: " + target);
    }
    return operation;
  }

  private static ObjectNode parse(byte[] body) throws IOException {
    try {
      JsonNode request = Json.MAPPER.readTree(body.length == 0 ? new byte[] {'{', '}'} : body);
      if (request instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException notJson) {
      LOG.debug("A request is not JSON", notJson);
    }
    throw new ApiException("SerializationException", "The request is not a JSON object.");
  }

  private static void answerError(HttpExchange exchange, ApiException error) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-ErrorType", error.code());
    ObjectNode body =
        Json.object()
            .put("__type", error.code())
            .put("message", String.valueOf(error.getMessage()));
    answer(exchange, error.status(), Json.bytes(body));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    String version = exchange.getRequestHeaders().getFirst("Content-Type");
    exchange
        .getResponseHeaders()
        .set("Content-Type", version == null ? "application/x-amz-json-1.1" : version);
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    Answers.send(exchange, status, body);
  }
}
