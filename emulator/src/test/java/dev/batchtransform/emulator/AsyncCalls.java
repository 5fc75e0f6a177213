package dev.batchtransform.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;

/** A test's calls of asynchronous endpoints. */
record AsyncCalls(Cloud cloud) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Answers go to {@code <folder>/out}, failures to {@code <folder>/bad}. */
  static AsyncInferenceConfig config(String folder, int concurrency) {
    return AsyncInferenceConfig.builder()
        .clientConfig(c -> c.maxConcurrentInvocationsPerInstance(concurrency))
        .outputConfig(
            o ->
                o.s3OutputPath("s3://bucket/" + folder + "/out")
                    .s3FailurePath("s3://bucket/" + folder + "/bad/"))
        .build();
  }

  /** Sends an object, whose name is the request's. */
  InvokeEndpointAsyncResponse invoke(
      String endpoint, String key, Consumer<InvokeEndpointAsyncRequest.Builder> more) {
    InvokeEndpointAsyncRequest.Builder request =
        InvokeEndpointAsyncRequest.builder()
            .endpointName(endpoint)
            .inferenceId(key.replaceAll(".*/", ""))
            .inputLocation("s3://bucket/" + key);
    more.accept(request);
    return cloud.runtime.invokeEndpointAsync(request.build());
  }

  /** What the emulator itself says of an endpoint. */
  JsonNode inside(String endpoint) throws Exception {
    return MAPPER.readTree(cloud.call("GET", "/_emulator/endpoints/" + endpoint, "").body());
  }
}
