package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.api.RuntimeOperation.Answer;
import dev.batchtransform.emulator.endpoint.Endpoint;
import dev.batchtransform.emulator.endpoint.EndpointRunner;
import dev.batchtransform.emulator.endpoint.Outcome;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** InvokeEndpoint. */
final class InvokeOperations {

  private final Resources resources;
  private final Arns arns;
  private final EndpointRunner runner;

  InvokeOperations(Resources resources, Arns arns, EndpointRunner runner) {
    this.resources = resources;
    this.arns = arns;
    this.runner = runner;
  }

  List<RuntimeOperation> operations() {
    return List.of(new RuntimeOperation("InvokeEndpoint", "invocations", this::invoke));
  }

  private Answer invoke(ObjectNode request, byte[] body, Caller caller) {
    Endpoint endpoint = require(request);
    if (endpoint.spec().async().isPresent()) {
      throw refused(
          "Endpoint %s is asynchronous. Use InvokeEndpointAsync.".formatted(endpoint.name()));
    }
    requireSize(endpoint, body);
    Outcome outcome =
        call(
            endpoint,
            text(request, "TargetVariant"),
            new ModelRequest(
                body,
                text(request, "ContentType").orElse(null),
                text(request, "Accept").orElse(null),
                runner.settings().invocationTimeout()));
    if (outcome instanceof Outcome.Answered answered && answered.response().succeeded()) {
      ModelResponse response = answered.response();
      return new Answer(
          200,
          Map.of(
              "Content-Type",
              response.header("content-type").orElse("application/octet-stream"),
              "x-Amzn-Invoked-Production-Variant",
              answered.variant()),
          response.body());
    }
    if (outcome instanceof Outcome.Throttled) {
      throw new ApiException(ApiException.THROTTLED, "Rate exceeded");
    }
    throw ModelErrors.of(outcome, endpoint.name(), arns, caller);
  }

  private Outcome call(Endpoint endpoint, Optional<String> variant, ModelRequest request) {
    try {
      return runner.invoke(endpoint, variant, request);
    } catch (IllegalArgumentException failure) {
      throw refused(String.valueOf(failure.getMessage()));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new ApiException("ServiceUnavailable", "The emulator is closing.", 503);
    }
  }

  private void requireSize(Endpoint endpoint, byte[] body) {
    boolean serverless =
        endpoint.spec().variants().stream().anyMatch(each -> each.maxConcurrency().isPresent());
    if (body.length > runner.settings().maxPayloadBytes(serverless)) {
      throw refused("Request %s has oversize body.".formatted(UUID.randomUUID()));
    }
  }

  private Endpoint require(ObjectNode request) {
    String name = request.path("EndpointName").asText();
    return resources
        .endpoint(name)
        .filter(endpoint -> endpoint.state().status().serves())
        .orElseThrow(
            () ->
                refused("Endpoint %s of account %s not found.".formatted(name, arns.accountId())));
  }

  private static Optional<String> text(ObjectNode request, String member) {
    return Optional.ofNullable(request.path(member).textValue());
  }

  private static ApiException refused(String message) {
    return new ApiException("ValidationError", message);
  }
}
