package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class RequestDifferenceTest {

  private final ObjectNode request =
      TransformRequest.of(Waves.wave(0, 1), Waves.options("env.TOKEN", "secret-1"));

  /** What SageMaker answers for the request: no tags, and defaults filled in. */
  private ObjectNode answer() {
    ObjectNode answer = request.deepCopy();
    answer.remove("Tags");
    answer.put("TransformJobStatus", "InProgress");
    answer.withObject("/TransformInput").put("CompressionType", "None");
    answer.withObject("/TransformOutput").put("KmsKeyId", "");
    answer.putObject("DataProcessing").put("InputFilter", "$").put("JoinSource", "None");
    return answer;
  }

  @Test
  void defaultsThatSageMakerFillsInAreNoDifference() {
    assertThat(RequestDifference.between(request, answer())).isEmpty();
  }

  @Test
  void aFieldWithAnotherValueIsToldWithBothValues() {
    ObjectNode answer = answer();
    answer.withObject("/TransformResources").put("InstanceCount", 9);

    assertThat(RequestDifference.between(request, answer))
        .containsExactly("TransformResources.InstanceCount is 9 and not 1");
  }

  @Test
  void aFieldThatIsMissingIsTold() {
    ObjectNode answer = answer();
    answer.remove("BatchStrategy");

    assertThat(RequestDifference.between(request, answer))
        .containsExactly("BatchStrategy is unset and not \"SingleRecord\"");
  }

  @Test
  void valuesOfTheEnvironmentAreComparedButNeverShown() {
    ObjectNode answer = answer();
    answer.withObject("/Environment").put("TOKEN", "secret-2").put("MORE", "secret-3");

    assertThat(RequestDifference.between(request, answer))
        .containsExactly(
            "Environment.TOKEN has another value", "Environment.MORE was not asked for");
  }
}
