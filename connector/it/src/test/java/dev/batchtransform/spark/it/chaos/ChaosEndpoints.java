package dev.batchtransform.spark.it.chaos;

import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.it.sandbox.SageMakerApi;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;

/**
 * The endpoints, or the state machine, that a schedule's options name. Endpoints may go and come
 * back.
 */
final class ChaosEndpoints {
  private static final String AT_ONCE = "endpoint:";

  private final SageMakerApi api;
  private final String model;
  private final Map<String, String> options;
  private final String answers;
  private final boolean serverless;
  private int configurations;
  private boolean gone = true;

  /**
   * Endpoints that are not there yet.
   *
   * @param options of the run
   * @param answers {@code s3://...}, where the answers of an asynchronous one go
   * @param serverless whether one that answers at once has no instances of its own
   */
  ChaosEndpoints(
      SageMakerApi api,
      String model,
      Map<String, String> options,
      String answers,
      boolean serverless) {
    this.api = api;
    this.model = model;
    this.options = Map.copyOf(options);
    this.answers = answers;
    this.serverless = serverless;
  }

  /** Name of the asynchronous one, if there is one. */
  Optional<String> queue() {
    return Optional.ofNullable(options.get("endpointName"));
  }

  private Optional<String> atOnce() {
    return Optional.ofNullable(options.get("localModel"))
        .filter(model -> model.startsWith(AT_ONCE))
        .map(model -> model.substring(AT_ONCE.length()));
  }

  /** Creates those that are not there, and waits until they are in service. */
  void create() {
    machine().ifPresent(this::createMachine);
    if (gone) {
      gone = false;
      atOnce().ifPresent(name -> create(name, Map.of()));
      queue().ifPresent(name -> create(name, Map.of("AsyncInferenceConfig", outputs())));
    }
  }

  /** Begins to delete them. */
  void delete() {
    if (!gone) {
      gone = true;
      atOnce().ifPresent(name -> api.call("DeleteEndpoint", Map.of("EndpointName", name)));
      queue().ifPresent(name -> api.call("DeleteEndpoint", Map.of("EndpointName", name)));
    }
  }

  private Optional<String> machine() {
    return Optional.ofNullable(options.get("stateMachineArn"))
        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1));
  }

  /** Harmless where it is there. */
  private void createMachine(String name) {
    api.callStates(
        "CreateStateMachine",
        Map.of("name", name, "definition", "{}", "roleArn", "arn:aws:iam::1:role/machine"));
  }

  private Map<String, Object> outputs() {
    return Map.of(
        "OutputConfig",
        Map.of("S3OutputPath", answers + "/output", "S3FailurePath", answers + "/failed"));
  }

  private void create(String name, Map<String, Object> more) {
    String config = name + "-" + ++configurations;
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("EndpointConfigName", config);
    fields.put("ProductionVariants", List.of(variant(more.isEmpty() && serverless)));
    api.call("CreateEndpointConfig", fields);
    Map<String, String> endpoint = Map.of("EndpointName", name, "EndpointConfigName", config);
    do {
      // One of that name may still be about to go.
      soon().ignoreExceptions().until(() -> api.call("CreateEndpoint", endpoint) != null);
      soon().until(() -> !status(name).equals("Creating"));
    } while (hasFailed(name));
  }

  /** A fault that was meant for a job has struck it. */
  private boolean hasFailed(String name) {
    boolean failed = status(name).equals("Failed");
    if (failed) {
      api.call("DeleteEndpoint", Map.of("EndpointName", name));
    }
    return failed;
  }

  private static ConditionFactory soon() {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2));
  }

  private String status(String name) {
    return api.call("DescribeEndpoint", Map.of("EndpointName", name))
        .path("EndpointStatus")
        .asText();
  }

  private Map<String, Object> variant(boolean withoutInstances) {
    Map<String, Object> variant = new HashMap<>(Map.of("VariantName", "all", "ModelName", model));
    if (withoutInstances) {
      variant.put("ServerlessConfig", Map.of("MemorySizeInMB", 2048, "MaxConcurrency", 2));
    } else {
      variant.put("InstanceType", "ml.m5.xlarge");
      variant.put("InitialInstanceCount", 1);
    }
    return variant;
  }
}
