package dev.batchtransform.emulator.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.emulator.storage.S3Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a CreateEndpointConfig request asks of an endpoint.
 *
 * @param configName the configuration's name
 * @param async how requests are queued; empty for an endpoint that answers at once
 */
public record EndpointSpec(String configName, List<Variant> variants, Optional<AsyncSpec> async) {

  /**
   * A model and its instances.
   *
   * @param instances how many containers are started
   * @param weight its share of the requests, relative to the other variants'
   * @param serverless its {@code ServerlessConfig}; empty where instances serve
   * @param pingTimeout how long a container may take to become healthy; empty for the default
   */
  public record Variant(
      String name,
      String modelName,
      int instances,
      double weight,
      Optional<JsonNode> serverless,
      Optional<Duration> pingTimeout) {

    /** Requests at once that it takes; empty where instances serve, which take any number. */
    OptionalInt maxConcurrency() {
      return serverless.stream()
          .mapToInt(config -> config.path("MaxConcurrency").asInt())
          .findFirst();
    }
  }

  /**
   * How requests are queued.
   *
   * @param outputPath below which answers are put
   * @param failurePath below which failures are put; empty where they leave no object
   * @param maxConcurrentPerInstance requests that an instance works on at once
   * @param request the {@code AsyncInferenceConfig} as it was
   */
  public record AsyncSpec(
      String outputPath,
      Optional<String> failurePath,
      int maxConcurrentPerInstance,
      JsonNode request) {

    private static final String SUFFIX = ".out";

    /** The service's own choice where a configuration has none is not documented. */
    static final int DEFAULT_CONCURRENCY = 4;

    /**
     * Where an answer goes.
     *
     * @param extension what the request adds to the path
     * @param filename the name that the request wants
     */
    public S3Location output(
        String inferenceId, Optional<String> extension, Optional<String> filename) {
      return folder(outputPath, extension).below(filename.orElse(inferenceId + SUFFIX));
    }

    /** Where a failure goes; empty where it leaves no object. */
    public Optional<S3Location> failure(
        String inferenceId, Optional<String> extension, Optional<String> filename) {
      String stem = filename.map(name -> name.replaceFirst("\\..*", "")).orElse(inferenceId);
      return failurePath.map(path -> folder(path, extension).below(stem + "-error" + SUFFIX));
    }

    private static S3Location folder(String path, Optional<String> extension) {
      S3Location top = S3Location.parse(path);
      return extension.map(more -> top.below(more.replaceAll("^/+|/+$", ""))).orElse(top);
    }
  }

  /**
   * Reads a request that satisfies the API's constraints.
   *
   * @throws IllegalArgumentException when members do not fit together, or it asks for what is not
   *     emulated
   */
  public static EndpointSpec of(JsonNode request) {
    List<Variant> variants = new ArrayList<>();
    for (JsonNode variant : request.path("ProductionVariants")) {
      variants.add(variant(variant));
    }
    Optional<AsyncSpec> async =
        request.path("AsyncInferenceConfig").isObject()
            ? Optional.of(async(request.path("AsyncInferenceConfig")))
            : Optional.empty();
    if (async.isPresent() && variants.stream().anyMatch(each -> each.serverless.isPresent())) {
      throw new IllegalArgumentException(
          "ServerlessConfig and AsyncInferenceConfig cannot be specified in the same request.");
    }
    return new EndpointSpec(request.path("EndpointConfigName").asText(), variants, async);
  }

  private static Variant variant(JsonNode request) {
    String name = request.path("VariantName").asText();
    String model = request.path("ModelName").asText("");
    if (model.isEmpty()) {
      throw new IllegalArgumentException(
          "The production variant '%s' has no ModelName. Inference components are not emulated."
              .formatted(name));
    }
    JsonNode serverless = request.path("ServerlessConfig");
    if (serverless.isObject() == request.hasNonNull("InstanceType")) {
      throw new IllegalArgumentException(
          "Specify either InstanceType or ServerlessConfig for the production variant '%s'."
              .formatted(name));
    }
    JsonNode pingTimeout = request.path("ContainerStartupHealthCheckTimeoutInSeconds");
    return new Variant(
        name,
        model,
        serverless.isObject() ? 1 : request.path("InitialInstanceCount").asInt(1),
        request.path("InitialVariantWeight").asDouble(1),
        Optional.of(serverless).filter(JsonNode::isObject),
        pingTimeout.isNumber()
            ? Optional.of(Duration.ofSeconds(pingTimeout.asLong()))
            : Optional.empty());
  }

  private static AsyncSpec async(JsonNode request) {
    JsonNode output = request.path("OutputConfig");
    String path = output.path("S3OutputPath").asText("");
    if (path.isEmpty()) {
      throw new IllegalArgumentException("AsyncInferenceConfig needs an S3OutputPath.");
    }
    Optional<String> failurePath = Optional.ofNullable(output.path("S3FailurePath").textValue());
    // Refuse what is no S3 URI.
    S3Location unused = S3Location.parse(path);
    failurePath.ifPresent(S3Location::parse);
    return new AsyncSpec(
        path,
        failurePath,
        request
            .at("/ClientConfig/MaxConcurrentInvocationsPerInstance")
            .asInt(AsyncSpec.DEFAULT_CONCURRENCY),
        request);
  }
}
