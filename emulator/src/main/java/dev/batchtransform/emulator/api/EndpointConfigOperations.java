package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.api.Resources.EndpointConfig;
import dev.batchtransform.emulator.endpoint.EndpointSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CreateEndpointConfig, DescribeEndpointConfig, DeleteEndpointConfig. */
final class EndpointConfigOperations {

  private final Resources resources;
  private final Arns arns;

  EndpointConfigOperations(Resources resources, Arns arns) {
    this.resources = resources;
    this.arns = arns;
  }

  List<Operation> operations() {
    Optional<String> name = Optional.of("EndpointConfigName");
    return List.of(
        Operation.sageMaker("CreateEndpointConfig", name, this::create),
        Operation.sageMaker("DescribeEndpointConfig", name, this::describe),
        Operation.sageMaker("DeleteEndpointConfig", name, this::delete));
  }

  private Optional<ObjectNode> create(ObjectNode request, Caller caller) {
    EndpointSpec spec = spec(request);
    for (EndpointSpec.Variant variant : spec.variants()) {
      if (resources.model(variant.modelName()).isEmpty()) {
        throw ModelOperations.unknown(arns.model(caller, variant.modelName()));
      }
    }
    Map<String, String> tags = TagOperations.tags(request);
    String name = spec.configName();
    EndpointConfig config =
        new EndpointConfig(name, arns.endpointConfig(caller, name), request, spec, Instant.now());
    if (!resources.add(config)) {
      throw ApiException.validation(
          "Cannot create already existing endpoint configuration \"%s\".".formatted(config.arn()));
    }
    resources.addTags(config.arn(), tags);
    return Optional.of(Json.object().put("EndpointConfigArn", config.arn()));
  }

  private static EndpointSpec spec(ObjectNode request) {
    try {
      return EndpointSpec.of(request);
    } catch (IllegalArgumentException failure) {
      throw ApiException.validation(String.valueOf(failure.getMessage()));
    }
  }

  private Optional<ObjectNode> describe(ObjectNode request, Caller caller) {
    EndpointConfig config = require(resources, arns, request, caller);
    ObjectNode answer = config.request().deepCopy();
    answer.remove("Tags");
    answer.put("EndpointConfigArn", config.arn());
    answer.set("CreationTime", Json.time(config.created()));
    for (JsonNode variant : answer.path("ProductionVariants")) {
      if (variant instanceof ObjectNode object && !object.hasNonNull("InitialVariantWeight")) {
        object.put("InitialVariantWeight", 1.0);
      }
    }
    return Optional.of(answer);
  }

  private Optional<ObjectNode> delete(ObjectNode request, Caller caller) {
    resources.remove(require(resources, arns, request, caller));
    return Optional.empty();
  }

  /** The configuration that a request names. */
  static EndpointConfig require(Resources resources, Arns arns, ObjectNode request, Caller caller) {
    String name = request.path("EndpointConfigName").asText();
    return resources
        .endpointConfig(name)
        .orElseThrow(
            () ->
                ApiException.validation(
                    "Could not find endpoint configuration \"%s\"."
                        .formatted(arns.endpointConfig(caller, name))));
  }
}
