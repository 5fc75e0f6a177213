package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.batchtransform.emulator.api.Calls.Call;
import dev.batchtransform.emulator.api.RuntimeOperation.Answer;
import dev.batchtransform.emulator.shape.ApiModel;
import dev.batchtransform.emulator.shape.ApiModels;
import dev.batchtransform.emulator.shape.Scalar;
import dev.batchtransform.emulator.shape.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS's REST protocol as the runtime of endpoints speaks it: {@code /endpoints/<name>/...}. */
final class RuntimeApi {

  static final String ROOT = "/endpoints/";

  private static final Pattern PATH = Pattern.compile(ROOT + "([^/]+)/([^/]+)");

  private final List<RuntimeOperation> operations;
  private final Calls calls;

  RuntimeApi(List<RuntimeOperation> operations, Calls calls) {
    this.operations = operations;
    this.calls = calls;
  }

  void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    try {
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      RuntimeOperation operation = operation(exchange, path);
      Headers headers = exchange.getRequestHeaders();
      ObjectNode request = request(operation, path.group(1), headers);
      Call call =
          new Call(ApiModels.RUNTIME, operation.name(), request, Optional.of(path.group(1)));
      Answer answer =
          calls.execute(call, headers, caller -> operation.handler().handle(request, body, caller));
      if (calls.isLost(call)) {
        return; // closing the exchange without an answer closes the connection
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      Answers.send(exchange, answer.status(), answer.body());
    } catch (ApiException refused) {
      answerError(exchange, refused);
    }
  }

  private RuntimeOperation operation(HttpExchange exchange, Matcher path) {
    return operations.stream()
        .filter(each -> exchange.getRequestMethod().equals("POST") && path.matches())
        .filter(each -> each.path().equals(path.group(2)))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiException(
                    "UnknownOperationException",
                    "Unknown operation: %s %s"
                        .formatted(exchange.getRequestMethod(), exchange.getRequestURI().getPath()),
                    404));
  }

  /** The members that come in the path and in headers; a body is always there, if empty. */
  private static ObjectNode request(RuntimeOperation operation, String endpoint, Headers headers) {
    ApiModel model = ApiModels.RUNTIME;
    ObjectNode request = Json.object().put("EndpointName", endpoint).put("Body", "");
    if (model.shape(model.operation(operation.name()).input())
        instanceof Shape.Structure structure) {
      for (Shape.Member member : structure.members()) {
        member
            .header()
            .map(headers::getFirst)
            .ifPresent(value -> put(request, member, model.shape(member.shape()), value));
      }
    }
    return request;
  }

  private static void put(ObjectNode request, Shape.Member member, Shape shape, String value) {
    if (!(shape instanceof Scalar.Whole)) {
      request.put(member.name(), value);
      return;
    }
    try {
      request.put(member.name(), Long.parseLong(value.strip()));
    } catch (NumberFormatException notANumber) {
      throw new ApiException(
          "SerializationException", "%s is not a whole number.".formatted(member.name()));
    }
  }

  private static void answerError(HttpExchange exchange, ApiException error) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-ErrorType", error.code());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    ObjectNode body = error.more();
    if (error.code().equals(ApiException.THROTTLED)) {
      // As the service answers; the code is in the header alone.
      body.putNull("message");
    } else {
      body.put("Message", String.valueOf(error.getMessage()));
    }
    Answers.send(exchange, error.status(), Json.bytes(body));
  }
}
