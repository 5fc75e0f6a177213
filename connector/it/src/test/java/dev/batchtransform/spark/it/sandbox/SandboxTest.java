package dev.batchtransform.spark.it.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("compat")
@ExtendWith(SandboxExtension.class)
class SandboxTest {

  private final Sandbox sandbox;

  SandboxTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void aModelNamesItsContainer() {
    try (ModelContainer container = ModelContainer.of(body -> body)) {
      String name = sandbox.createModel(container);

      JsonNode model = sandbox.api().call("DescribeModel", Map.of("ModelName", name));

      assertThat(model.at("/PrimaryContainer/Image").asText())
          .isEqualTo(container.endpoint().toString());
    }
  }

  @Test
  void whatSageMakerRefusesIsAnError() {
    assertThatThrownBy(() -> sandbox.api().call("DescribeModel", Map.of("ModelName", "none")))
        .hasMessageContaining("DescribeModel was refused");
  }

  @Test
  void stagingPathsAreFresh() {
    assertThat(sandbox.stagingPath()).startsWith("s3a://").isNotEqualTo(sandbox.stagingPath());
  }

  @Test
  void aContainerAnswersEachRecordAndRemembersIt() throws Exception {
    try (ModelContainer container = ModelContainer.ofRecords(line -> "<" + line + ">")) {
      assertThat(invoke(container, "a\nb\n").body()).isEqualTo("<a>\n<b>\n");
      assertThat(container.requests())
          .extracting(ModelContainer.Request::records)
          .containsExactly(List.of("a", "b"));
    }
  }

  @Test
  void aContainerFailsAsScripted() throws Exception {
    try (ModelContainer container = ModelContainer.of(body -> "fine")) {
      container
          .failNext(1, 503, "busy")
          .failWhen(request -> request.body().contains("bad"), 400, "missing field");

      assertThat(invoke(container, "good").statusCode()).isEqualTo(503);
      assertThat(invoke(container, "good").body()).isEqualTo("fine");
      assertThat(invoke(container, "bad").statusCode()).isEqualTo(400);
    }
  }

  private static HttpResponse<String> invoke(ModelContainer container, String body)
      throws IOException, InterruptedException {
    URI invocations = container.endpoint().resolve("/invocations");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(invocations).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
  }
}
