package dev.batchtransform.emulator.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extracts of AWS's API models that are checked in. */
class ApiModelTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode extract(String service) throws IOException {
    return MAPPER.readTree(ApiModel.class.getResource(service + ".json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sagemaker", "sagemaker-runtime", "logs"})
  void anExtractHoldsTheShapesThatItsOperationsReferToAndNoOther(String service)
      throws IOException {
    JsonNode model = extract(service);
    Deque<String> wanted = new ArrayDeque<>(model.path("operations").findValuesAsText("shape"));
    Set<String> reached = new HashSet<>();
    while (!wanted.isEmpty()) {
      String name = wanted.pop();
      assertThat(model.path("shapes").has(name)).as(name).isTrue();
      if (reached.add(name)) {
        wanted.addAll(model.at("/shapes/" + name).findValuesAsText("shape"));
      }
    }

    assertThat(model.path("shapes").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(reached);
  }

  static List<ApiModel> everyShapeThatIsReferredToCanBeChecked() {
    return ApiModels.ALL;
  }

  @ParameterizedTest
  @MethodSource
  void everyShapeThatIsReferredToCanBeChecked(ApiModel model) {
    Stream<String> operations =
        model.operations().values().stream()
            .flatMap(each -> Stream.concat(Stream.of(each.input()), each.output().stream()));
    Stream<String> shapes = model.shapes().values().stream().flatMap(ApiModelTest::references);

    assertThat(Stream.concat(operations, shapes)).isSubsetOf(model.shapes().keySet());
  }

  private static Stream<String> references(Shape shape) {
    if (shape instanceof Shape.Structure structure) {
      return structure.members().stream().map(Shape.Member::shape);
    }
    if (shape instanceof Shape.Items items) {
      return Stream.of(items.member());
    }
    return shape instanceof Shape.Entries entries
        ? Stream.of(entries.key(), entries.value())
        : Stream.of();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sagemaker", "sagemaker-runtime", "logs"})
  void thePageOfTheEmulatorSaysOfWhichDayTheModelsAre(String service) throws IOException {
    JsonNode source = extract(service).path("source");

    assertThat(Files.readString(Path.of("..", "docs", "emulator.md")))
        .contains(source.path("published").asText())
        .contains("botocore " + source.path("version").asText());
  }

  @Test
  void anOperationThatWasNotExtractedIsMissedWithTheWayToGetIt() {
    assertThatThrownBy(() -> ApiModels.SAGEMAKER.operation("CreateCluster"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CreateCluster")
        .hasMessageContaining("extract_api_models.py");
  }

  @Test
  void anAmendmentOfAShapeThatAwsNoLongerPublishesDoesNotPassUnseen() throws IOException {
    JsonNode logs = extract("logs");

    assertThatThrownBy(() -> ApiModelReader.read(logs, Map.of("Gone", shape -> shape)))
        .hasMessage("Gone");
  }

  @Test
  void aServiceIsNamedAsInPoliciesAndInTargets() {
    assertThat(ApiModels.ALL)
        .extracting(ApiModel::service, ApiModel::targetPrefix)
        .containsExactly(
            tuple("sagemaker", "SageMaker"),
            tuple("sagemaker", ""),
            tuple("logs", "Logs_20140328"),
            tuple("states", "AWSStepFunctions"));
  }
}
