package dev.batchtransform.spark.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;

class SdkJsonTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Property(tries = 300)
  void everyRequestSurvivesTheWayToTheSdkAndBack(@ForAll("requests") ObjectNode request) {
    List<FieldProblem> problems = new ArrayList<>();

    CreateTransformJobRequest sdk =
        SdkJson.fill(CreateTransformJobRequest.builder(), request, problems).build();

    assertThat(problems).isEmpty();
    assertThat(SdkJson.toJson(sdk)).isEqualTo(request);
  }

  @Property(tries = 100)
  void everyDescriptionSurvivesTheWayToTheSdkAndBack(@ForAll("descriptions") ObjectNode answer) {
    DescribeTransformJobResponse sdk =
        SdkJson.fill(DescribeTransformJobResponse.builder(), answer, new ArrayList<>()).build();

    assertThat(SdkJson.toJson(sdk)).isEqualTo(answer);
  }

  @Example
  void aRequestInWhichEveryFieldIsSetSurvives() {
    ObjectNode request = objects(CreateTransformJobRequest.builder(), 1.0).sample();

    assertThat(request.size()).isEqualTo(CreateTransformJobRequest.builder().sdkFields().size());
    everyRequestSurvivesTheWayToTheSdkAndBack(request);
  }

  @Example
  void anUnknownFieldIsToldWithTheNamesThatAreKnownInItsPlace() throws Exception {
    assertThat(
            TransformRequestModel.problems(
                json("{\"TransformResources\":{\"InstanceTyp\":\"ml.m5.large\"}}")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("TransformResources.InstanceTyp");
              assertThat(problem.knownFields()).contains("InstanceType", "InstanceCount");
            });
  }

  @Example
  void valuesOfAnotherTypeAreToldWithThePlaceTheyStandIn() throws Exception {
    assertThat(
            TransformRequestModel.problems(
                json(
                    """
                    {"MaxPayloadInMB": "six", "Environment": {"A": 1}, "Tags": {"a": "b"},
                     "MaxConcurrentTransforms": 3000000000, "ModelName": null,
                     "DataCaptureConfig": {"GenerateInferenceId": "yes"},
                     "ModelClientConfig": []}
                    """)))
        .extracting(FieldProblem::path, FieldProblem::expected)
        .containsExactlyInAnyOrder(
            tuple("MaxPayloadInMB", "a whole number"),
            tuple("MaxConcurrentTransforms", "a whole number"),
            tuple("ModelName", "a text"),
            tuple("Environment.A", "a text"),
            tuple("Tags", "a JSON array"),
            tuple("DataCaptureConfig.GenerateInferenceId", "true or false"),
            tuple("ModelClientConfig", "a JSON object"));
  }

  @Example
  void fieldsThatAreNotSetAreNotInTheJson() {
    assertThat(SdkJson.toJson(CreateTransformJobRequest.builder().modelName("m").build()))
        .isEqualTo(JSON.objectNode().put("ModelName", "m"));
  }

  @Provide
  Arbitrary<ObjectNode> requests() {
    return objects(CreateTransformJobRequest.builder(), 0.6);
  }

  @Provide
  Arbitrary<ObjectNode> descriptions() {
    return objects(DescribeTransformJobResponse.builder(), 0.6);
  }

  /** JSON objects whose fields are those that the SDK declares, each set with some probability. */
  private static Arbitrary<ObjectNode> objects(SdkPojo builder, double share) {
    Arbitrary<ObjectNode> objects = Arbitraries.create(JSON::objectNode);
    for (SdkField<?> field : builder.sdkFields()) {
      Arbitrary<JsonNode> values = values(field, share);
      objects =
          objects.flatMap(
              object ->
                  values
                      .optional(share)
                      .map(
                          value -> {
                            ObjectNode copy = object.deepCopy();
                            value.ifPresent(node -> copy.set(field.locationName(), node));
                            return copy;
                          }));
    }
    return objects;
  }

  private static Arbitrary<JsonNode> values(SdkField<?> field, double share) {
    Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20);
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> texts.map(JSON::textNode);
      case INTEGER -> Arbitraries.integers().map(JSON::numberNode);
      case LONG -> Arbitraries.longs().map(JSON::numberNode);
      case BOOLEAN -> Arbitraries.of(true, false).map(JSON::booleanNode);
      case INSTANT ->
          Arbitraries.longs()
              .between(0, 4_000_000_000_000L)
              .map(millis -> JSON.textNode(Instant.ofEpochMilli(millis).toString()));
      case LIST ->
          values(field.getRequiredTrait(ListTrait.class).memberFieldInfo(), share)
              .list()
              .ofMaxSize(3)
              .map(elements -> array(elements));
      case MAP -> {
        Arbitrary<JsonNode> members =
            values(field.getRequiredTrait(MapTrait.class).valueFieldInfo(), share);
        yield Arbitraries.maps(texts, members)
            .ofMaxSize(3)
            .map(entries -> JSON.objectNode().setAll(entries));
      }
      case SDK_POJO -> objects(field.constructor().get(), share).map(object -> object);
      default -> throw new AssertionError("a type without JSON form: " + field.memberName());
    };
  }

  private static JsonNode array(List<JsonNode> elements) {
    ArrayNode array = JSON.arrayNode();
    return array.addAll(elements);
  }

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }
}
