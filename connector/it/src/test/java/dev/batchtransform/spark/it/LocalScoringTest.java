package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The executor {@code local}: the same run, without an AWS account. */
@ExtendWith(SandboxExtension.class)
class LocalScoringTest {

  private final Sandbox sandbox;

  LocalScoringTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Tag("compat")
  @Test
  void aServerThatRunsAlreadyScoresEveryRow() {
    try (ModelContainer container = Models.triplingBut(7)) {
      Dataset<Row> scored = local(container.endpoint().toString(), 200).score();

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(199);
      List<Row> failed = scored.filter("prediction IS NULL").collectAsList();
      assertThat(failed).hasSize(1);
      assertThat(failed.get(0).<Row>getAs("prediction_error").<String>getAs("message"))
          .contains("400")
          .contains("missing field 'title'");
    }
  }

  @Test
  void aRecordThatIsRefusedCostsNoOtherASecondRequestAndIsSentAgainAlone() {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (ModelContainer container =
        Models.tripling()
            .failWhen(
                request ->
                    broken.get() && List.of(7L, 8L, 150L).contains(Models.id(request.body())),
                400,
                "missing field 'title'")) {
      TransformRun run = local(container.endpoint().toString(), 200).start().await();

      assertThat(container.requests()).hasSize(200);
      assertThat(run.deadLetters().select("code").distinct().collectAsList())
          .containsExactly(RowFactory.create("MODEL_ERROR"));
      assertThat(run.verify().holds()).isTrue();
      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(197);
      broken.set(false);
      container.forgetRequests();

      TransformRun again = run.retryDeadLetters().await();

      assertThat(container.requests())
          .extracting(request -> Models.id(request.body()))
          .containsExactlyInAnyOrder(7L, 8L, 150L);
      assertThat(again.verify().holds()).isTrue();
      assertThat(again.result().filter("prediction.tripled = id * 3").count()).isEqualTo(200);
    }
  }

  @Test
  void aClassScoresEveryRowInTheSameProcess() {
    Dataset<Row> scored = local("class:" + Tripling.class.getName(), 200).score();

    assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(200);
  }

  @Test
  void aServerThatDoesNotAnswerIsRefusedBeforeAnythingIsStaged() {
    String path = sandbox.stagingPath();

    assertThatThrownBy(() -> local("http://127.0.0.1:9", 5).option("stagingPath", path).score())
        .hasMessageContaining("http://127.0.0.1:9");
    assertThat(StagingPaths.files(sandbox, path)).isEmpty();
  }

  @Test
  void whatTheModelSaysOfOneRecordIsNotTakenForTheServicesWords() {
    try (ModelContainer container =
        Models.tripling()
            .failWhen(
                request -> Models.id(request.body()) == 7, 400, "Access denied, no capacity")) {
      Dataset<Row> scored = local(container.endpoint().toString(), 60).score();

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(59);
    }
  }

  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  @Test
  void aWriteThatFailsWhileItsModelRunsLeavesNoSparkJobBehind() {
    CountDownLatch answers = new CountDownLatch(1);
    FaultPoint.handle(LocalScoringTest::breakWhileRunning);
    try (ModelContainer container =
        ModelContainer.of(
            body -> {
              awaitQuietly(answers);
              return "1";
            })) {
      assertThatThrownBy(() -> local(container.endpoint().toString(), 20).score())
          .hasStackTraceContaining("the driver's own fault");

      await().atMost(Duration.ofMinutes(5)).until(() -> activeJobs() == 0);
    } finally {
      answers.countDown();
      FaultPoint.handle(null);
    }
  }

  private int activeJobs() {
    return sandbox.spark().sparkContext().statusTracker().getActiveJobIds().length;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException containerStops) {
      Thread.currentThread().interrupt();
    }
  }

  private static void breakWhileRunning(FaultPoint point) {
    if (point == FaultPoint.WAVE_POLL) {
      throw new IllegalStateException("the driver's own fault");
    }
  }

  private BatchTransform local(String model, long rows) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
        .option("executor", "local")
        .option("localModel", model)
        .option("stagingPath", sandbox.stagingPath());
  }

  /** The tripling model as a class. */
  public static final class Tripling implements LocalModel {
    @Override
    public ModelResponse invoke(ModelRequest request) {
      long id = Models.id(new String(request.body(), StandardCharsets.UTF_8));
      String answer = "{\"tripled\":" + 3 * id + "}";
      return new ModelResponse(200, answer.getBytes(StandardCharsets.UTF_8));
    }
  }
}
