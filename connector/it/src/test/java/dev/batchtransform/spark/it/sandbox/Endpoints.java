package dev.batchtransform.spark.it.sandbox;

import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Endpoints of a local SageMaker. */
public final class Endpoints {
  private Endpoints() {}

  /** Creates an endpoint that answers at once, and returns its name when it is in service. */
  public static String create(Sandbox sandbox, ModelContainer container) {
    String name = "endpoint-" + UUID.randomUUID();
    create(sandbox.api(), name, container, Map.of());
    return name;
  }

  /**
   * Creates an endpoint, and waits until it is in service.
   *
   * @param more fields of its configuration
   */
  public static void create(
      SageMakerApi api, String name, ModelContainer container, Map<String, ?> more) {
    String config = "config-" + UUID.randomUUID();
    api.createModel(config, container);
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("EndpointConfigName", config);
    fields.put("ProductionVariants", List.of(variant(config)));
    api.call("CreateEndpointConfig", fields);
    api.call("CreateEndpoint", Map.of("EndpointName", name, "EndpointConfigName", config));
    await().until(() -> status(api, name).equals("InService"));
  }

  private static Map<String, Object> variant(String model) {
    return Map.of(
        "VariantName",
        "all",
        "ModelName",
        model,
        "InstanceType",
        "ml.m5.xlarge",
        "InitialInstanceCount",
        1);
  }

  private static String status(SageMakerApi api, String name) {
    return api.call("DescribeEndpoint", Map.of("EndpointName", name))
        .path("EndpointStatus")
        .asText();
  }
}
