package dev.batchtransform.spark.internal.aws;

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
import java.util.Random;
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
    ObjectNode request = object(CreateTransformJobRequest.builder(), new Random(1), 1.0);

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
    return Arbitraries.randomValue(
        random -> object(CreateTransformJobRequest.builder(), random, 0.6));
  }

  @Provide
  Arbitrary<ObjectNode> descriptions() {
    return Arbitraries.randomValue(
        random -> object(DescribeTransformJobResponse.builder(), random, 0.6));
  }

  /** An object whose fields are those that the SDK declares, each set with some probability. */
  private static ObjectNode object(SdkPojo builder, Random random, double share) {
    ObjectNode object = JSON.objectNode();
    for (SdkField<?> field : builder.sdkFields()) {
      if (random.nextDouble() < share) {
        object.set(field.locationName(), value(field, random, share));
      }
    }
    return object;
  }

  private static JsonNode value(SdkField<?> field, Random random, double share) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> JSON.textNode(text(random));
      case INTEGER -> JSON.numberNode(random.nextInt());
      case LONG -> JSON.numberNode(random.nextLong());
      case BOOLEAN -> JSON.booleanNode(random.nextBoolean());
      case INSTANT ->
          JSON.textNode(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)).toString());
      case LIST -> {
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        ArrayNode array = JSON.arrayNode();
        for (int size = random.nextInt(4); size > 0; size--) {
          array.add(value(member, random, share));
        }
        yield array;
      }
      case MAP -> {
        SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        ObjectNode map = JSON.objectNode();
        for (int size = random.nextInt(4); size > 0; size--) {
          map.set(text(random), value(member, random, share));
        }
        yield map;
      }
      case SDK_POJO -> object(field.constructor().get(), random, share);
      default -> throw new AssertionError("a type without JSON form: " + field.memberName());
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(10), 0, 0xD800)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }
}
