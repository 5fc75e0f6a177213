package dev.batchtransform.spark.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A queue is told of each failed row when a run ends, and a run does not depend on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterQueueTest {

  private static final int ROWS = 100;
  private static final int FAILED = 25;

  private final Queues queues = new Queues();
  private final SparkSession spark =
      SparkSession.builder()
          .master("local[2]")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .getOrCreate();

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void giveCredentials() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @BeforeEach
  void breakTheModel() {
    Picky.fixed.set(false);
  }

  @AfterAll
  void stop() {
    spark.stop();
    queues.close();
  }

  @Test
  void eachFailedRowIsOneMessageThatSaysWhereItIsAndNotWhatIsInIt() {
    String queue = queues.create("failed-rows");

    TransformRun run = start("nightly", queue).await();

    List<JsonNode> messages = queues.drain(queue);
    List<Row> letters = run.deadLetters().collectAsList();
    assertThat(letters).hasSize(FAILED);
    assertThat(messages)
        .extracting(message -> message.path("file").asText() + message.path("line").asLong())
        .containsExactlyInAnyOrderElementsOf(
            letters.stream().map(row -> row.getString(2) + row.getLong(3)).toList());
    assertThat(messages)
        .allSatisfy(
            message -> {
              assertThat(message.fieldNames())
                  .toIterable()
                  .containsExactly("run_id", "path", "file", "line", "code", "message", "attempts");
              assertThat(message.path("run_id").asText()).isEqualTo("nightly");
              assertThat(message.path("path").asText()).endsWith("/run_id=nightly");
              assertThat(message.path("code").asText()).isEqualTo("MODEL_ERROR");
              assertThat(message.path("message").asText()).contains("no title");
              assertThat(message.path("attempts").asInt()).isEqualTo(1);
              assertThat(message.toString()).doesNotContain("secret");
            });
  }

  @Test
  void aFifoQueueTakesARunAndTheRoundThatFollowsIt() {
    String queue = queues.create("failed-rows.fifo");
    TransformRun run = start("ordered", queue).await();
    assertThat(queues.drain(queue)).hasSize(FAILED);

    run.retryDeadLetters().await();

    assertThat(queues.drain(queue)).hasSize(FAILED);
  }

  @Test
  void aRetryThatMendsEverythingTellsNobody() {
    String queue = queues.create("fixed");
    TransformRun run = start("fixed", queue).await();
    queues.drain(queue);
    Picky.fixed.set(true);

    run.retryDeadLetters().await();

    assertThat(queues.drain(queue)).isEmpty();
    assertThat(run.status().failedRows()).isZero();
  }

  @Test
  void aQueueThatIsNotThereDoesNotFailTheRunButIsAWarning() {
    TransformRun run;
    try (LoggedWarnings warnings = new LoggedWarnings()) {
      run = start("unheard", queues.missing()).await();

      assertThat(warnings.said())
          .anySatisfy(
              said ->
                  assertThat(said)
                      .contains("Run unheard", "'deadLetterQueueUrl'", "25 of 25", "does not exist")
                      .contains("dead_letters/"));
    }
    assertThat(run.status().state()).isEqualTo("COMPLETED");
    assertThat(run.deadLetters().count()).isEqualTo(FAILED);
  }

  private TransformRun start(String runId, String queue) {
    return BatchTransform.on(spark.range(0, ROWS, 1, 2).selectExpr("id", "'secret' AS text"))
        .option("executor", "local")
        .option("localModel", "class:" + Picky.class.getName())
        .option("stagingPath", folder.toUri().toString())
        .option("runId", runId)
        .option("maxAttempts", 2)
        .option("region", "eu-west-1")
        .option("deadLetterQueueUrl", queue)
        .start();
  }

  /** Refuses every fourth record until it is fixed. */
  public static final class Picky implements LocalModel {
    static final AtomicBoolean fixed = new AtomicBoolean();

    @Override
    public ModelResponse invoke(ModelRequest request) {
      String body = new String(request.body(), StandardCharsets.UTF_8);
      long id = Long.parseLong(body.replaceAll("(?s).*\"id\":(\\d+).*", "$1"));
      return id % 4 == 0 && !fixed.get()
          ? new ModelResponse(400, "no title".getBytes(StandardCharsets.UTF_8))
          : ModelResponse.ok("1".getBytes(StandardCharsets.UTF_8));
    }
  }
}
