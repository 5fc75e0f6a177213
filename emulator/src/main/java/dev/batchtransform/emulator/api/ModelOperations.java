package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.api.Operation.Caller;
import dev.batchtransform.emulator.api.Resources.Model;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CreateModel, DescribeModel, DeleteModel, ListModels. */
final class ModelOperations {

  private static final Listing<Model> LISTING =
      new Listing<>(
          Model::name,
          Model::created,
          Map.of(
              "Name", Comparator.comparing(Model::name),
              "CreationTime", Comparator.comparing(Model::created)));

  private final Resources resources;
  private final Arns arns;

  ModelOperations(Resources resources, Arns arns) {
    this.resources = resources;
    this.arns = arns;
  }

  List<Operation> operations() {
    Optional<String> name = Optional.of("ModelName");
    return List.of(
        Operation.sageMaker("CreateModel", name, this::create),
        Operation.sageMaker("DescribeModel", name, this::describe),
        Operation.sageMaker("DeleteModel", name, this::delete),
        Operation.sageMaker("ListModels", Optional.empty(), this::list));
  }

  private Optional<ObjectNode> create(ObjectNode request, Caller caller) {
    requireOneContainer(request);
    String name = request.path("ModelName").asText();
    Model model = new Model(name, arns.model(caller, name), request, Instant.now());
    if (!resources.add(model)) {
      throw ApiException.validation(
          "Cannot create already existing model \"%s\".".formatted(model.arn()));
    }
    resources.addTags(model.arn(), TagOperations.tags(request));
    return Optional.of(Json.object().put("ModelArn", model.arn()));
  }

  private static void requireOneContainer(JsonNode request) {
    boolean primary = request.path("PrimaryContainer").isObject();
    int others = request.path("Containers").size();
    if (primary && others > 0) {
      throw ApiException.validation(
          "Both PrimaryContainer and Containers cannot be specified in the same request.");
    }
    if (!primary && others == 0) {
      throw ApiException.validation("Either PrimaryContainer or Containers must be specified.");
    }
    if (others > 1) {
      throw ApiException.validation(
          "Models of several containers are not emulated. Give the model one container.");
    }
  }

  private Optional<ObjectNode> describe(ObjectNode request, Caller caller) {
    Model model = require(request, caller);
    ObjectNode answer = model.request().deepCopy();
    answer.remove("Tags");
    answer.put("ModelArn", model.arn());
    answer.set("CreationTime", Json.time(model.created()));
    if (!answer.has("EnableNetworkIsolation")) {
      answer.put("EnableNetworkIsolation", false);
    }
    return Optional.of(answer);
  }

  private Optional<ObjectNode> delete(ObjectNode request, Caller caller) {
    Model model = require(request, caller);
    resources.removeModel(model.name());
    return Optional.empty();
  }

  private Model require(ObjectNode request, Caller caller) {
    String name = request.path("ModelName").asText();
    return resources.model(name).orElseThrow(() -> unknown(arns.model(caller, name)));
  }

  static ApiException unknown(String arn) {
    return ApiException.validation("Could not find model \"%s\".".formatted(arn));
  }

  private Optional<ObjectNode> list(ObjectNode request, Caller caller) {
    Listing.Page<Model> page = LISTING.page(resources.models(), request);
    ObjectNode answer = Json.object();
    ArrayNode models = answer.putArray("Models");
    for (Model model : page.items()) {
      models
          .addObject()
          .put("ModelName", model.name())
          .put("ModelArn", model.arn())
          .set("CreationTime", Json.time(model.created()));
    }
    page.next().ifPresent(token -> answer.put("NextToken", token));
    return Optional.of(answer);
  }
}
