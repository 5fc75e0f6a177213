package dev.batchtransform.spark.internal.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What SageMaker says of a model, as far as it decides who can use it.
 *
 * @param name the model's name
 * @param arn its ARN, which names the account that is called; empty when SageMaker does not say
 * @param containers its containers, in the order in which a pipeline calls them
 * @param direct whether each request names the one container that it is for ({@code
 *     InferenceExecutionConfig} of mode {@code Direct}) instead of passing through all of them
 */
public record ModelDescription(
    String name, String arn, List<Container> containers, boolean direct) {

  /**
   * One of a model's containers.
   *
   * @param hostsSeveralModels whether each request names the model that it is for ({@code Mode} is
   *     {@code MultiModel})
   * @param dataOnlyAsSource whether the model's data is given as {@code ModelDataSource} alone.
   *     SageMaker may add a {@code ModelDataSource} to the description of a model that was created
   *     with {@code ModelDataUrl}, so one beside the other says nothing
   */
  public record Container(boolean hostsSeveralModels, boolean dataOnlyAsSource) {}

  /** Copies the containers, so that nobody else can change them. */
  public ModelDescription {
    containers = List.copyOf(containers);
  }

  /** Reads an answer of DescribeModel. */
  public static ModelDescription of(ObjectNode answer) {
    JsonNode primary = answer.path("PrimaryContainer");
    Stream<JsonNode> all =
        Stream.concat(
            primary.isObject() ? Stream.of(primary) : Stream.empty(),
            StreamSupport.stream(answer.path("Containers").spliterator(), false));
    return new ModelDescription(
        answer.path("ModelName").asText(),
        answer.path("ModelArn").asText(),
        all.map(ModelDescription::container).toList(),
        answer.at("/InferenceExecutionConfig/Mode").asText().equals("Direct"));
  }

  private static Container container(JsonNode container) {
    return new Container(
        container.path("Mode").asText().equals("MultiModel"),
        container.has("ModelDataSource") && !container.has("ModelDataUrl"));
  }
}
