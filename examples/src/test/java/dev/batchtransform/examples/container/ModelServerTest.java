package dev.batchtransform.examples.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.examples.catalog.CatalogItem;
import dev.batchtransform.examples.catalog.WordNetCatalog;
import dev.batchtransform.examples.model.Embedding;
import dev.batchtransform.examples.model.EmbeddingModel;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private ModelServer server;

  @BeforeAll
  void start() throws IOException {
    server = ModelServer.start("127.0.0.1", 0, EmbeddingAnswers.load());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void answersAreTheModelsOwnBitForBitAndInOrder() throws Exception {
    List<CatalogItem> items = WordNetCatalog.load().balanced(300);
    StringBuilder body = new StringBuilder();
    for (CatalogItem item : items) {
      Map<String, String> record = Map.of("title", item.title(), "description", item.description());
      body.append(JSON.writeValueAsString(record)).append('\n');
    }

    List<String> lines = invoke("application/jsonlines", body.toString()).body().lines().toList();

    assertThat(lines).hasSameSizeAs(items);
    try (EmbeddingModel model = EmbeddingModel.load()) {
      for (int i = 0; i < lines.size(); i++) {
        CatalogItem item = items.get(i);
        Embedding expected = model.embed(item.title() + ": " + item.description());
        JsonNode answer = JSON.readTree(lines.get(i));
        assertThat(JSON.convertValue(answer.get("embedding"), float[].class))
            .containsExactly(expected.vector());
        assertThat(answer.get("tokens").intValue()).isEqualTo(expected.tokens());
      }
    }
  }

  @Test
  void aTextAndAnArrayOfTextsAreAnsweredInJsonToo() throws Exception {
    HttpResponse<String> one = invoke("application/json; charset=utf-8", "{\"text\":\"pear\"}");
    HttpResponse<String> two =
        invoke("application/json", "[{\"text\":\"pear\"},{\"text\":\"plum\"}]");

    assertThat(one.body()).endsWith("\"tokens\":3}\n").hasLineCount(1);
    assertThat(one.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(two.body()).startsWith(one.body()).hasLineCount(2);
  }

  @Test
  void aRecordWithoutTextIsRefusedByItsNumber() throws Exception {
    HttpResponse<String> response =
        invoke("application/jsonlines", "{\"text\":\"pear\"}\n{\"colour\":\"green\"}\n");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo(
            "{\"error\":\"Record 2 has no text. Send an object with a string 'text',"
                + " or with 'title' and 'description'.\"}");
  }

  @Test
  void whatIsNotJsonIsRefused() throws Exception {
    HttpResponse<String> response = invoke("application/jsonlines", "{\"text\":\"pear\"}\n{oops");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"Record 2 is not JSON.\"}");
    assertThat(invoke("application/json", "").statusCode()).isEqualTo(400);
  }

  @Test
  void anotherContentTypeIsRefusedByName() throws Exception {
    HttpResponse<String> response = invoke("text/csv", "pear");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).contains("text/csv").contains("application/jsonlines");
  }

  @Test
  void sageMakersOtherTwoQuestionsAreAnswered() throws Exception {
    assertThat(get("/ping").statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(get("/execution-parameters").body()))
        .isEqualTo(
            JSON.createObjectNode()
                .put("MaxConcurrentTransforms", Runtime.getRuntime().availableProcessors())
                .put("BatchStrategy", "MULTI_RECORD")
                .put("MaxPayloadInMB", 6));
  }

  private HttpResponse<String> invoke(String contentType, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(server.endpoint().resolve("/invocations"))
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(server.endpoint().resolve(path)).build(), BodyHandlers.ofString());
  }
}
