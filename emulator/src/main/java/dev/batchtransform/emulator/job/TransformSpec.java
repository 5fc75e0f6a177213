package dev.batchtransform.emulator.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.emulator.container.ModelDefinition;
import dev.batchtransform.engine.AssembleWith;
import dev.batchtransform.engine.EngineSettings;
import dev.batchtransform.engine.SplitType;
import dev.batchtransform.engine.processing.JoinSource;
import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.ExecutionParameters;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a CreateTransformJob request asks of the instances.
 *
 * @param instanceCount instances
 * @param manifest whether {@code s3Uri} is a manifest and not a prefix
 * @param s3Uri where the input is
 * @param s3OutputPath below which outputs are put
 * @param defaults how files are transformed, as far as the container has no say in it
 * @param requested what the request sets of what a container may suggest
 * @param environment the request's variables for the container
 */
public record TransformSpec(
    int instanceCount,
    boolean manifest,
    String s3Uri,
    String s3OutputPath,
    EngineSettings defaults,
    ExecutionParameters requested,
    Map<String, String> environment) {

  /**
   * Reads a request that satisfies the API's constraints.
   *
   * @throws IllegalArgumentException when it asks for what is not emulated, or for a filter that is
   *     no JSONPath of SageMaker's
   */
  public static TransformSpec of(JsonNode request, Duration retryBackoff) {
    JsonNode source = request.at("/TransformInput/DataSource/S3DataSource");
    return new TransformSpec(
        request.at("/TransformResources/InstanceCount").asInt(),
        source.path("S3DataType").asText().equals("ManifestFile"),
        source.path("S3Uri").asText(),
        request.at("/TransformOutput/S3OutputPath").asText(),
        defaults(request, retryBackoff),
        requested(request),
        ModelDefinition.environment(request.path("Environment")));
  }

  private static EngineSettings defaults(JsonNode request, Duration retryBackoff) {
    JsonNode input = request.path("TransformInput");
    JsonNode output = request.path("TransformOutput");
    JsonNode processing = request.path("DataProcessing");
    JsonNode client = request.path("ModelClientConfig");
    return EngineSettings.builder()
        .splitType(splitType(input.path("SplitType").asText("None")))
        .assembleWith(
            output.path("AssembleWith").asText("None").equals("Line")
                ? AssembleWith.LINE
                : AssembleWith.NONE)
        .gzip(input.path("CompressionType").asText("None").equals("Gzip"))
        .contentType(textOrNull(input.path("ContentType")))
        .accept(textOrNull(output.path("Accept")))
        .inputFilter(processing.path("InputFilter").asText("$"))
        .outputFilter(processing.path("OutputFilter").asText("$"))
        .joinSource(
            processing.path("JoinSource").asText("None").equals("Input")
                ? JoinSource.INPUT
                : JoinSource.NONE)
        .invocationTimeout(
            Duration.ofSeconds(client.path("InvocationsTimeoutInSeconds").asLong(600)))
        .maxRetries(client.path("InvocationsMaxRetries").asInt(3))
        .retryBackoff(retryBackoff)
        .build();
  }

  private static SplitType splitType(String text) {
    return switch (text) {
      case "None" -> SplitType.NONE;
      case "Line" -> SplitType.LINE;
      default ->
          throw new IllegalArgumentException(
              "SplitType " + text + " is not emulated. Use Line or None.");
    };
  }

  private static ExecutionParameters requested(JsonNode request) {
    return new ExecutionParameters(
        number(request.path("MaxConcurrentTransforms"), 1),
        strategy(request),
        number(request.path("MaxPayloadInMB"), 0));
  }

  private static Optional<BatchStrategy> strategy(JsonNode request) {
    return switch (request.path("BatchStrategy").asText()) {
      case "SingleRecord" -> Optional.of(BatchStrategy.SINGLE_RECORD);
      case "MultiRecord" -> Optional.of(BatchStrategy.MULTI_RECORD);
      default -> Optional.empty();
    };
  }

  private static OptionalInt number(JsonNode value, int min) {
    int number = value.asInt(-1);
    return number >= min ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static @Nullable String textOrNull(JsonNode value) {
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }

  /** The container's variables: the model's, then the request's, then SageMaker's own. */
  Map<String, String> containerEnvironment(Map<String, String> ofModel) {
    Map<String, String> all = new LinkedHashMap<>(ofModel);
    all.putAll(environment);
    all.put("SAGEMAKER_BATCH", "true");
    requested
        .maxPayloadInMB()
        .ifPresent(mib -> all.put("SAGEMAKER_MAX_PAYLOAD_IN_MB", Integer.toString(mib)));
    requested
        .batchStrategy()
        .ifPresent(strategy -> all.put("SAGEMAKER_BATCH_STRATEGY", strategy.name()));
    requested
        .maxConcurrentTransforms()
        .ifPresent(n -> all.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", Integer.toString(n)));
    return all;
  }
}
