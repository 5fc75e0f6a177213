package dev.batchtransform.spark.it.sandbox;

import java.util.HashMap;
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
    Endpoints.create(sandbox.api(), name, container, outputs(sandbox));
  }

  /** What makes an endpoint's configuration one that answers into the sandbox's bucket. */
  public static Map<String, ?> outputs(Sandbox sandbox) {
    String bucket = sandbox.stagingPath().replace("s3a://", "s3://");
    Map<String, ?> paths =
        Map.of("S3OutputPath", bucket + "/answers/", "S3FailurePath", bucket + "/failures/");
    return Map.of("AsyncInferenceConfig", Map.of("OutputConfig", paths));
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
