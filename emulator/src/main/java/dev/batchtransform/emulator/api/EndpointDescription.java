package dev.batchtransform.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.emulator.endpoint.Endpoint;
import dev.batchtransform.emulator.endpoint.EndpointSpec.Variant;

/** What Describe, List and the emulator's own path say about an endpoint. */
final class EndpointDescription {

  private EndpointDescription() {}

  /** What Describe says. */
  static ObjectNode of(Endpoint endpoint) {
    ObjectNode answer = summary(endpoint).put("EndpointConfigName", endpoint.spec().configName());
    if (endpoint.state().status().serves()) {
      ArrayNode variants = answer.putArray("ProductionVariants");
      endpoint.spec().variants().forEach(each -> variants.add(variant(endpoint, each)));
    }
    endpoint.state().failureReason().ifPresent(reason -> answer.put("FailureReason", reason));
    endpoint.spec().async().ifPresent(async -> answer.set("AsyncInferenceConfig", async.request()));
    return answer;
  }

  private static ObjectNode variant(Endpoint endpoint, Variant variant) {
    ObjectNode answer =
        Json.object()
            .put("VariantName", variant.name())
            .put("CurrentWeight", variant.weight())
            .put("DesiredWeight", variant.weight());
    if (variant.serverless().isPresent()) {
      answer.set("CurrentServerlessConfig", variant.serverless().get());
      answer.set("DesiredServerlessConfig", variant.serverless().get());
    } else {
      answer.put("CurrentInstanceCount", endpoint.instances(variant));
      answer.put("DesiredInstanceCount", endpoint.instances(variant));
    }
    return answer;
  }

  /** What List says. */
  static ObjectNode summary(Endpoint endpoint) {
    Endpoint.State state = endpoint.state();
    ObjectNode summary =
        Json.object()
            .put("EndpointName", endpoint.name())
            .put("EndpointArn", endpoint.arn())
            .put("EndpointStatus", state.status().text());
    summary.set("CreationTime", Json.time(endpoint.created()));
    summary.set("LastModifiedTime", Json.time(state.modified()));
    return summary;
  }

  /** What the emulator's own path shows. */
  static ObjectNode inside(Endpoint endpoint) {
    ObjectNode answer =
        Json.object()
            .put("name", endpoint.name())
            .put("status", endpoint.state().status().text())
            .put("config", endpoint.spec().configName());
    ArrayNode instances = answer.putArray("instances");
    long served = 0;
    int inFlight = 0;
    for (Endpoint.InstanceStatistics instance : endpoint.statistics()) {
      instances.add(Json.MAPPER.<JsonNode>valueToTree(instance));
      served += instance.requests() - instance.inFlight();
      inFlight += instance.inFlight();
    }
    answer.put("inFlight", inFlight).put("served", served);
    endpoint
        .asyncStatistics()
        .ifPresent(
            async ->
                answer
                    .put("queue", async.queue())
                    .put("answered", async.answered())
                    .put("failed", async.failed())
                    .put("expired", async.expired()));
    return answer;
  }
}
