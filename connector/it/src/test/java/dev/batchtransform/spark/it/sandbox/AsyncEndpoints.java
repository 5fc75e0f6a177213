package dev.batchtransform.spark.it.sandbox;

import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asynchronous endpoints of the sandbox's SageMaker. */
public final class AsyncEndpoints {
  private AsyncEndpoints() {}

  /** Creates an endpoint, which is in service at once, and returns its name. */
  public static String create(Sandbox sandbox, ModelContainer container) {
    String name = "endpoint-" + UUID.randomUUID();
    create(sandbox, name, container);
    return name;
  }

  /** Creates an endpoint of that name. */
  public static void create(Sandbox sandbox, String name, ModelContainer container) {
    String config = "config-" + UUID.randomUUID();
    String bucket = sandbox.stagingPath().replace("s3a://", "s3://");
    sandbox
        .api()
        .call(
            "CreateEndpointConfig",
            Map.of(
                "EndpointConfigName",
                config,
                "ProductionVariants",
                List.of(
                    Map.of(
                        "VariantName",
                        "all",
                        "ModelName",
                        sandbox.createModel(container),
                        "InstanceType",
                        "ml.m5.xlarge",
                        "InitialInstanceCount",
                        1)),
                "AsyncInferenceConfig",
                Map.of(
                    "OutputConfig",
                    Map.of(
                        "S3OutputPath", bucket + "/answers/",
                        "S3FailurePath", bucket + "/failures/"))));
    sandbox
        .api()
        .call("CreateEndpoint", Map.of("EndpointName", name, "EndpointConfigName", config));
    awaitService(sandbox, name);
  }

  private static void awaitService(Sandbox sandbox, String name) {
    await()
        .until(
            () ->
                sandbox
                    .api()
                    .call("DescribeEndpoint", Map.of("EndpointName", name))
                    .path("EndpointStatus")
                    .asText()
                    .equals("InService"));
  }

  public static void delete(Sandbox sandbox, String name) {
    sandbox.api().call("DeleteEndpoint", Map.of("EndpointName", name));
  }

  /** The options of a run with the executor {@code async}, below a fresh staging path. */
  public static Map<String, String> options(Sandbox sandbox, String endpoint) {
    Map<String, String> options = new HashMap<>(sandbox.options("none"));
    options.remove("model");
    options.put("executor", "async");
    options.put("endpointName", endpoint);
    return options;
  }
}
