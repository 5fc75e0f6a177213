package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Spark's UI shows of reads and writes, as its REST API tells it. */
@ExtendWith(SandboxExtension.class)
class MetricsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Sandbox sandbox;

  MetricsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeEach
  void showTheUi() {
    sandbox.restartSpark(Map.of("spark.ui.enabled", "true", "spark.ui.port", "0"));
  }

  @AfterEach
  void hideTheUi() {
    sandbox.restartSpark(Map.of());
  }

  @Test
  void theUiShowsWhatAWriteHasStagedAndWhatAReadHasFound() throws IOException {
    String path = sandbox.stagingPath();
    Dataset<Row> rows =
        sandbox
            .spark()
            .range(0, 100, 1, 8)
            .selectExpr("id", "IF(id < 3, null, concat('{\"id\":', id, '}')) AS record");
    try (ModelContainer container = Models.triplingBut(7)) {
      rows.write()
          .format("sagemaker")
          .mode("append")
          .option("executor", "local")
          .option("localModel", container.endpoint().toString())
          .option("payloadColumn", "record")
          .option("runId", "seen")
          .save(path);
    }
    long bytes = 0;
    for (long id = 3; id < 100; id++) {
      bytes += ("{\"id\":" + id + "}\n").length();
    }

    assertThat(shown("records to send"))
        .containsEntry("rows", "100")
        .containsEntry("records to send", "97")
        .containsEntry("rows that cannot be sent", "3")
        .containsEntry("bytes to send", Long.toString(bytes))
        .hasEntrySatisfying("staged files", files -> assertThat(files).matches("[1-9]\\d*"));
    assertThat(answer("/sql?details=true&length=1000").findValuesAsText("planDescription"))
        .anyMatch(plan -> plan.contains("sagemaker") && plan.contains("run seen"));
    assertThat(answer("/jobs").findValuesAsText("description"))
        .anyMatch(job -> job.startsWith("Score ") && job.contains("of run seen"))
        .contains("Look through outputs of run seen");

    Dataset<Row> result = sandbox.spark().read().format("sagemaker").load(path);
    assertThat(result.where("prediction.tripled > 30").collectAsList()).hasSize(89);

    assertThat(shown("rows scored"))
        .containsEntry("rows scored", "96")
        .containsEntry("rows failed", "4")
        .hasEntrySatisfying("bytes of answers", read -> assertThat(read).matches("[1-9]\\d*"));
  }

  /** The metrics of the newest node of a plan that has this one. */
  private Map<String, String> shown(String metric) throws IOException {
    Map<String, String> found = new HashMap<>();
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              JsonNode all = answer("/sql?details=true&length=1000");
              assertThat(all)
                  .allSatisfy(
                      each -> assertThat(each.path("status").asText()).isEqualTo("COMPLETED"));
              for (JsonNode node : all.findValues("nodes")) {
                node.forEach(each -> add(each.path("metrics"), metric, found));
              }
              assertThat(found).containsKey(metric);
            });
    return found;
  }

  /** What Spark's REST API says of the application. */
  private JsonNode answer(String resource) throws IOException {
    SparkContext context = sandbox.spark().sparkContext();
    return MAPPER.readTree(
        URI.create(
                context.uiWebUrl().get()
                    + "/api/v1/applications/"
                    + context.applicationId()
                    + resource)
            .toURL());
  }

  private static void add(JsonNode metrics, String wanted, Map<String, String> found) {
    Map<String, String> all = new HashMap<>();
    metrics.forEach(metric -> all.put(metric.path("name").asText(), metric.path("value").asText()));
    if (all.containsKey(wanted)) {
      found.putAll(all);
    }
  }
}
