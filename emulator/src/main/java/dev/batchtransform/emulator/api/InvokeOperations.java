package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.api.RuntimeOperation.Answer;
import dev.batchtransform.emulator.endpoint.AsyncRequest;
import dev.batchtransform.emulator.endpoint.Endpoint;
import dev.batchtransform.emulator.endpoint.EndpointRunner;
import dev.batchtransform.emulator.endpoint.EndpointSpec.AsyncSpec;
import dev.batchtransform.emulator.endpoint.Outcome;
import dev.batchtransform.emulator.storage.S3Location;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** InvokeEndpoint, InvokeEndpointAsync. */
final class InvokeOperations {

  private static final int MOST_INLINE_BYTES = 128_000;
  private static final long DEFAULT_TTL_SECONDS = 21_600;
  private static final long DEFAULT_TIMEOUT_SECONDS = 900;

  private final Resources resources;
  private final Arns arns;
  private final EndpointRunner runner;

  InvokeOperations(Resources resources, Arns arns, EndpointRunner runner) {
    this.resources = resources;
    this.arns = arns;
    this.runner = runner;
  }

  List<RuntimeOperation> operations() {
    return List.of(
        new RuntimeOperation("InvokeEndpoint", "invocations", this::invoke),
        new RuntimeOperation("InvokeEndpointAsync", "async-invocations", this::enqueue));
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

  private Answer enqueue(ObjectNode request, byte[] body, Caller caller) {
    Endpoint endpoint = require(request);
    AsyncSpec spec =
        endpoint
            .spec()
            .async()
            .orElseThrow(
                () ->
                    refused(
                        "Endpoint %s is not asynchronous. Use InvokeEndpoint."
                            .formatted(endpoint.name())));
    AsyncRequest queued = queued(spec, request, body);
    runner.enqueue(endpoint, queued);
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("X-Amzn-SageMaker-OutputLocation", queued.output().toString());
    queued
        .failure()
        .ifPresent(at -> headers.put("X-Amzn-SageMaker-FailureLocation", at.toString()));
    return new Answer(
        202, headers, Json.bytes(Json.object().put("InferenceId", queued.inferenceId())));
  }

  private static AsyncRequest queued(AsyncSpec spec, ObjectNode request, byte[] body) {
    Optional<String> location = text(request, "InputLocation");
    if (location.isPresent() == (body.length > 0)) {
      throw refused("Exactly one of Body and InputLocation must be provided.");
    }
    if (body.length > MOST_INLINE_BYTES) {
      throw refused("Request %s has oversize body.".formatted(UUID.randomUUID()));
    }
    String id = text(request, "InferenceId").orElseGet(() -> UUID.randomUUID().toString());
    Optional<String> extension = text(request, "S3OutputPathExtension");
    Optional<String> filename = text(request, "Filename");
    return new AsyncRequest(
        id,
        location.map(InvokeOperations::object),
        body,
        text(request, "ContentType").orElse(null),
        text(request, "Accept").orElse(null),
        spec.output(id, extension, filename),
        spec.failure(id, extension, filename),
        request.path("RequestTTLSeconds").asLong(DEFAULT_TTL_SECONDS),
        Duration.ofSeconds(
            request.path("InvocationTimeoutSeconds").asLong(DEFAULT_TIMEOUT_SECONDS)));
  }

  private static S3Location object(String uri) {
    try {
      return S3Location.parse(uri);
    } catch (IllegalArgumentException failure) {
      throw refused(String.valueOf(failure.getMessage()));
    }
  }

  private void requireSize(Endpoint endpoint, byte[] body) {
    boolean serverless =
        endpoint.spec().variants().stream().anyMatch(each -> each.serverless().isPresent());
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
