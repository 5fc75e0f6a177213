package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.emulator.shape.ApiModel;
import dev.batchtransform.emulator.shape.ApiModels;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The operations of the API models. That each served one is in its model, its start-up checks. */
class OperationsTest {

  @TempDir Path root;

  private static Stream<Arguments> operations() {
    return Stream.of(ApiModels.SAGEMAKER, ApiModels.LOGS, ApiModels.STATES)
        .flatMap(model -> model.operations().keySet().stream().map(n -> Arguments.of(model, n)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("operations")
  void everyOperationThatWasExtractedIsServed(ApiModel model, String name) throws Exception {
    try (Cloud cloud = new Cloud(root)) {
      assertThat(call(cloud, model.targetPrefix() + "." + name).body())
          .doesNotContain("UnknownOperationException");
    }
  }

  @ParameterizedTest
  @MethodSource("runtimeOperations")
  void everyOperationOfTheRuntimeThatWasExtractedIsServed(String path) throws Exception {
    try (Cloud cloud = new Cloud(root)) {
      assertThat(cloud.call("POST", "/endpoints/any" + path, "").body())
          .doesNotContain("Unknown operation")
          .contains("AWS access key ID");
    }
  }

  private static Stream<String> runtimeOperations() throws IOException {
    return new ObjectMapper()
            .readTree(ApiModels.class.getResource("sagemaker-runtime.json"))
            .path("operations")
            .findValuesAsText("requestUri")
            .stream()
            .map(uri -> uri.replace("/endpoints/{EndpointName}", ""));
  }

  @Test
  void anotherPathOfTheRuntimeIsUnknown() throws Exception {
    try (Cloud cloud = new Cloud(root)) {
      HttpResponse<String> answer = cloud.call("POST", "/endpoints/any/explanations", "");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("Unknown operation: POST /endpoints/any/explanations");
    }
  }

  @Test
  void anotherOperationIsUnknown() throws Exception {
    try (Cloud cloud = new Cloud(root)) {
      HttpResponse<String> answer = call(cloud, "SageMaker.CreateCluster");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("UnknownOperationException");
    }
  }

  @Test
  void thePageOfTheEmulatorNamesEveryOperationOfSageMaker() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "emulator.md"));

    assertThat(ApiModels.SAGEMAKER.operations().keySet())
        .allSatisfy(n -> assertThat(page).contains(n));
    assertThat(ApiModels.RUNTIME.operations().keySet())
        .allSatisfy(n -> assertThat(page).contains(n));
    assertThat(ApiModels.STATES.operations().keySet())
        .allSatisfy(n -> assertThat(page).contains(n));
  }

  private static HttpResponse<String> call(Cloud cloud, String target)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(cloud.emulator.endpoint())
                .header("X-Amz-Target", target)
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/any/aws4_request")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
