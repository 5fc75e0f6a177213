package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.api.Resources.EndpointConfig;
import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.emulator.endpoint.Endpoint;
import dev.batchtransform.emulator.endpoint.EndpointRunner;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CreateEndpoint, DescribeEndpoint, UpdateEndpoint, DeleteEndpoint, ListEndpoints. */
final class EndpointOperations {

  private static final Listing<Endpoint> LISTING =
      new Listing<>(
          Endpoint::name,
          Endpoint::created,
          Map.of(
              "Name", Comparator.comparing(Endpoint::name),
              "CreationTime", Comparator.comparing(Endpoint::created),
              "Status", Comparator.comparing(each -> each.state().status().text())));

  private final Resources resources;
  private final Arns arns;
  private final EndpointRunner runner;

  EndpointOperations(Resources resources, Arns arns, EndpointRunner runner) {
    this.resources = resources;
    this.arns = arns;
    this.runner = runner;
  }

  List<Operation> operations() {
    Optional<String> name = Optional.of("EndpointName");
    return List.of(
        Operation.sageMaker("CreateEndpoint", name, this::create),
        Operation.sageMaker("DescribeEndpoint", name, this::describe),
        Operation.sageMaker("UpdateEndpoint", name, this::update),
        Operation.sageMaker("DeleteEndpoint", name, this::delete),
        Operation.sageMaker("ListEndpoints", Optional.empty(), this::list));
  }

  private Optional<ObjectNode> create(ObjectNode request, Caller caller) {
    EndpointConfig config = EndpointConfigOperations.require(resources, arns, request, caller);
    Map<String, String> tags = TagOperations.tags(request);
    String name = request.path("EndpointName").asText();
    Endpoint endpoint =
        runner.endpoint(name, arns.endpoint(caller, name), config.spec(), this::model);
    if (!resources.add(endpoint)) {
      throw ApiException.validation(
          "Cannot create already existing endpoint \"%s\".".formatted(endpoint.arn()));
    }
    resources.addTags(endpoint.arn(), tags);
    runner.create(endpoint);
    return arn(endpoint);
  }

  private Optional<ModelDefinition> model(String name) {
    return resources.model(name).map(each -> ModelDefinition.of(each.request()));
  }

  private static Optional<ObjectNode> arn(Endpoint endpoint) {
    return Optional.of(Json.object().put("EndpointArn", endpoint.arn()));
  }

  private Optional<ObjectNode> describe(ObjectNode request, Caller caller) {
    return Optional.of(EndpointDescription.of(require(request, caller)));
  }

  private Optional<ObjectNode> update(ObjectNode request, Caller caller) {
    Endpoint endpoint = require(request, caller);
    EndpointConfig config = EndpointConfigOperations.require(resources, arns, request, caller);
    if (config.spec().async().isPresent() != endpoint.spec().async().isPresent()) {
      throw ApiException.validation(
          "AsyncInferenceConfig cannot be added to or removed from an existing endpoint.");
    }
    if (!runner.update(endpoint, config.spec(), this::model)) {
      throw inProgress(endpoint);
    }
    return arn(endpoint);
  }

  private Optional<ObjectNode> delete(ObjectNode request, Caller caller) {
    Endpoint endpoint = require(request, caller);
    if (!runner.delete(endpoint, () -> resources.remove(endpoint))) {
      throw inProgress(endpoint);
    }
    return Optional.empty();
  }

  private static ApiException inProgress(Endpoint endpoint) {
    return endpoint.state().status().isChanging()
        ? ApiException.validation(
            "Cannot update in-progress endpoint \"%s\".".formatted(endpoint.arn()))
        : ApiException.validation(
            "Cannot update endpoint \"%s\" in status %s."
                .formatted(endpoint.arn(), endpoint.state().status().text()));
  }

  private Endpoint require(ObjectNode request, Caller caller) {
    String name = request.path("EndpointName").asText();
    return resources
        .endpoint(name)
        .orElseThrow(
            () ->
                ApiException.validation(
                    "Could not find endpoint \"%s\".".formatted(arns.endpoint(caller, name))));
  }

  private Optional<ObjectNode> list(ObjectNode request, Caller caller) {
    String status = request.path("StatusEquals").asText("");
    Collection<Endpoint> wanted =
        resources.endpoints().stream()
            .filter(each -> status.isEmpty() || each.state().status().text().equals(status))
            .filter(each -> Listing.within(each.state().modified(), "LastModifiedTime", request))
            .toList();
    Listing.Page<Endpoint> page = LISTING.page(wanted, request);
    ObjectNode answer = Json.object();
    ArrayNode summaries = answer.putArray("Endpoints");
    page.items().forEach(each -> summaries.add(EndpointDescription.summary(each)));
    page.next().ifPresent(token -> answer.put("NextToken", token));
    return Optional.of(answer);
  }
}
