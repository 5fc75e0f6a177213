package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.emulator.fault.Faults;
import dev.batchtransform.emulator.shape.ShapeValidator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AWS's JSON 1.1 protocol: finds, checks and executes the operation that a request names. */
final class ServiceApi {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceApi.class);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private static final Pattern CREDENTIAL_SCOPE =
      Pattern.compile("Credential=[^,/\\s]+/\\d{8}/([^/,\\s]+)/[^/,\\s]+/aws4_request");

  private final Map<String, Operation> operations;
  private final Faults faults;
  private final ActionLog actions;

  ServiceApi(List<Operation> operations, Faults faults, ActionLog actions) {
    this.operations =
        operations.stream().collect(Collectors.toMap(Operation::target, Function.identity()));
    this.faults = faults;
    this.actions = actions;
  }

  void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      Operation operation = operation(exchange.getRequestHeaders());
      ObjectNode request = parse(body);
      Optional<String> resource = operation.resource().map(name -> request.path(name).asText(""));
      Optional<ObjectNode> answer = execute(operation, request, resource, exchange);
      if (isLost(operation, resource)) {
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

  private Optional<ObjectNode> execute(
      Operation operation, ObjectNode request, Optional<String> resource, HttpExchange exchange) {
    Optional<String> error = Optional.empty();
    try {
      Caller caller = caller(exchange.getRequestHeaders());
      strikeFaults(operation, resource);
      ShapeValidator.validate(operation.model(), operation.published().input(), request);
      return operation.handler().handle(request, caller);
    } catch (RuntimeException failure) {
      ApiException shown = shown(operation, failure);
      error = Optional.of(shown.code());
      throw shown;
    } finally {
      actions.add(new Action(operation.action(), Instant.now(), resource, error));
    }
  }

  private static ApiException shown(Operation operation, RuntimeException thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof ApiException api) {
      return api;
    }
    if (thrown instanceof ShapeValidator.ViolationException) {
      return new ApiException(operation.published().violation(), message);
    }
    if (thrown instanceof ShapeValidator.WrongTypeException) {
      return new ApiException("SerializationException", message);
    }
    LOG.error("An operation failed", thrown);
    return new ApiException("InternalFailure", "The emulator failed: " + thrown, 500);
  }

  /** Any credentials will do; their scope tells the region. */
  private static Caller caller(Headers headers) {
    Matcher scope =
        CREDENTIAL_SCOPE.matcher(Optional.ofNullable(headers.getFirst("Authorization")).orElse(""));
    if (!scope.find()) {
      throw new ApiException(
          "MissingAuthenticationToken",
          "The request must contain either a valid (registered) AWS access key ID or X.509"
              + " certificate.",
          403);
    }
    return new Caller(scope.group(1));
  }

  private void strikeFaults(Operation operation, Optional<String> resource) {
    if (take(Fault.Throttle.class, operation, resource).isPresent()) {
      throw new ApiException("ThrottlingException", "Rate exceeded");
    }
    take(Fault.Refuse.class, operation, resource)
        .ifPresent(
            fault -> {
              throw new ApiException(fault.code(), fault.message(), fault.status().orElse(400));
            });
  }

  private boolean isLost(Operation operation, Optional<String> resource) {
    return take(Fault.LostAnswer.class, operation, resource).isPresent();
  }

  private <F extends Fault.OfCall> Optional<F> take(
      Class<F> kind, Operation operation, Optional<String> resource) {
    return faults.take(
        kind,
        resource.orElse(""),
        fault -> Stream.of("", operation.name()).anyMatch(fault.operation().orElse("")::equals));
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
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
    Answers.send(exchange, status, body);
  }
}
