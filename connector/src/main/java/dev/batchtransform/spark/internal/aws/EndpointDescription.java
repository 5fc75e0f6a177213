package dev.batchtransform.spark.internal.aws;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;

/**
 * What SageMaker says of an endpoint.
 *
 * @param status its {@code EndpointStatus}, in SageMaker's own word, such as {@code InService}
 * @param failureReason why it has failed, in SageMaker's words
 * @param created when it was created; another one of the same name knows nothing of the requests of
 *     this one
 * @param config name of its endpoint configuration
 * @param answers how it takes requests
 * @param serverless whether one of its variants runs without instances of its own
 * @param instances instances that it has now; empty when that is not said
 */
public record EndpointDescription(
    String status,
    Optional<String> failureReason,
    Optional<Instant> created,
    Optional<String> config,
    Answers answers,
    boolean serverless,
    OptionalInt instances) {

  /** How an endpoint takes requests, and what it leaves of them. */
  public enum Answers {
    /** It answers at once, over the connection. */
    AT_ONCE,
    /** It puts answers into S3, and leaves no trace of a request that failed. */
    WITHOUT_FAILURES,
    /** It puts answers and failures into S3. */
    WITH_FAILURES,
    /** The caller may not look. */
    UNKNOWN;

    static Answers of(@Nullable AsyncInferenceConfig config) {
      if (config == null) {
        return AT_ONCE;
      }
      return config.outputConfig() == null || config.outputConfig().s3FailurePath() == null
          ? WITHOUT_FAILURES
          : WITH_FAILURES;
    }
  }

  /** What its status means to those who call it. */
  public enum Standing {
    /** It answers. One that is being changed does, with its old instances. */
    SERVES,
    /** It will answer, if all goes well. */
    COMING,
    /** It does not answer, and will not by itself. */
    DOWN
  }

  static EndpointDescription of(DescribeEndpointResponse said) {
    List<ProductionVariantSummary> variants = said.productionVariants();
    return new EndpointDescription(
        String.valueOf(said.endpointStatusAsString()),
        Optional.ofNullable(said.failureReason()),
        Optional.ofNullable(said.creationTime()),
        Optional.ofNullable(said.endpointConfigName()),
        Answers.of(said.asyncInferenceConfig()),
        variants.stream().anyMatch(variant -> variant.currentServerlessConfig() != null),
        variants.stream()
            .map(ProductionVariantSummary::currentInstanceCount)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .reduce(Integer::sum));
  }

  EndpointDescription with(Answers known) {
    return new EndpointDescription(
        status, failureReason, created, config, known, serverless, instances);
  }

  /** Whether it answers. A status that this version does not know is tried. */
  public Standing standing() {
    return switch (status) {
      case "Creating" -> Standing.COMING;
      case "Failed", "OutOfService", "Deleting" -> Standing.DOWN;
      default -> Standing.SERVES;
    };
  }

  /** Why one that is {@link Standing#DOWN} cannot be used, and what to do; a clause. */
  public String whyDown() {
    return "its status is %s%s. Name one that is InService, or create it again."
        .formatted(status, failureReason.map(why -> ": " + why).orElse(""));
  }

  /** Whether it has no instance now. */
  public boolean isScaledToZero() {
    return instances.isPresent() && instances.getAsInt() == 0;
  }
}
