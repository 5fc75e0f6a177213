package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After a job has ended, only what is missing is sent again, in the way that its end asks for. */
@ExtendWith(SandboxExtension.class)
class WavesTest {
  private static final int CONTAINERS_LIMIT = 1_100_000;

  private final Sandbox sandbox;

  WavesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void filesWhoseRequestsAreTooLargeAreSentInHalfAsLargeOnes() {
    try (ModelContainer container = limited()) {
      TransformRun run = run(container, oneFile("repeat('x', 300000)"), multiRecord());

      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(20);
      assertThat(payloads(run)).containsExactly(6, 3, 1);
    }
  }

  @Test
  void aRecordTooLargeInARequestOfItsOwnIsThatRowsFailure() {
    try (ModelContainer container = limited()) {
      Dataset<Row> df = oneFile("repeat('x', IF(id = 7, 2500000, 300000))");
      TransformRun run = run(container, df, multiRecord());

      assertThat(failed(run)).containsExactly(7L);
      Row error = run.result().filter("id = 7").first().getAs("prediction_error");
      assertThat(error.<String>getAs("code")).isEqualTo("OVERSIZE");
      assertThat(error.<String>getAs("message")).isEqualTo("ClientError: 413: too large for me");
      assertThat(payloads(run)).hasSizeLessThanOrEqualTo(4).startsWith(6, 3, 1).endsWith(6);
    }
  }

  @Test
  void withOneRecordARequestNothingIsLeftToHalve() {
    try (ModelContainer container = limited()) {
      Dataset<Row> df = oneFile("repeat('x', IF(id = 7, 2500000, 300))");
      TransformRun run = run(container, df, Map.of());

      assertThat(failed(run)).containsExactly(7L);
      assertThat(payloads(run)).containsOnly(6);
    }
  }

  @Test
  void theSameHoldsForTheLocalExecutor() {
    try (ModelContainer container = limited()) {
      Map<String, String> options = new HashMap<>(multiRecord());
      options.put("executor", "local");
      options.put("localModel", container.endpoint().toString());
      TransformRun run =
          run(container, oneFile("repeat('x', IF(id = 7, 2500000, 300000))"), options);

      assertThat(failed(run)).containsExactly(7L);
      Row error = run.result().filter("id = 7").first().getAs("prediction_error");
      assertThat(error.<String>getAs("code")).isEqualTo("OVERSIZE");
    }
  }

  @Test
  void anErrorHasTheContainersOwnWords() {
    try (ModelContainer container = Models.triplingBut(5)) {
      TransformRun run = run(container, Frames.numbers(sandbox.spark(), 20), Map.of());

      Row error = run.result().filter("id = 5").first().getAs("prediction_error");
      assertThat(error.<String>getAs("message"))
          .isEqualTo("ClientError: 400: missing field 'title'");
    }
  }

  @Test
  void aLogThatMayNotBeReadCostsTheWordsAndNothingElse() {
    try (ModelContainer container = Models.triplingBut(5)) {
      for (int look = 0; look < 20; look++) {
        sandbox.sageMaker().fault(Fault.refuse("FilterLogEvents", "AccessDeniedException", "no"));
      }
      TransformRun run = run(container, Frames.numbers(sandbox.spark(), 20), Map.of());

      assertThat(failed(run)).containsExactly(5L);
      Row error = run.result().filter("id = 5").first().getAs("prediction_error");
      assertThat(error.<String>getAs("message")).contains("See job logs");
    } finally {
      sandbox.sageMaker().clearFaults();
    }
  }

  @Test
  void whatTheServiceFailsIsSentAgainAndCountsAsNobodysFault() {
    sandbox.sageMaker().fault(Fault.capacityError());
    sandbox.sageMaker().fault(Fault.internalError());
    try (ModelContainer container = Models.tripling()) {
      TransformRun run =
          run(container, Frames.numbers(sandbox.spark(), 20), Map.of("maxAttempts", "1"));

      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(20);
      assertThat(run.status().jobs()).hasSize(3);
    }
  }

  @Test
  void aServiceThatFailsForTooLongStopsTheRunAndCostsNoRow() {
    sandbox.sageMaker().fault(Fault.capacityError());
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "no-capacity");
      options.put("maxAttempts", "1");
      options.put("onFailure", "fail");
      options.put("serviceTimeout", "1ms");
      BatchTransform call = BatchTransform.on(Frames.numbers(sandbox.spark(), 20)).options(options);

      assertThatThrownBy(call::score)
          .hasMessageContaining("was stopped")
          .hasMessageContaining("'serviceTimeout' (1ms)")
          .hasMessageContaining("CapacityError");
      TransformRun run =
          BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), "no-capacity");
      assertThat(run.status().state()).isEqualTo("STOPPED");

      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(20);
      assertThat(run.status().jobs()).hasSize(2);
    }
  }

  @Test
  void aJobThatShowsNoProgressIsStoppedAndAnotherIsStartedOnlyWhenAskedFor() {
    sandbox.sageMaker().fault(Fault.stuckPing());
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "no-ping");
      options.put("instanceCount", "1");
      options.put("noProgressTimeout", "2s");
      Dataset<Row> df = Frames.numbers(sandbox.spark(), 20);

      assertThatThrownBy(() -> BatchTransform.on(df).options(options).score())
          .hasMessageContaining("Run 'no-ping' was stopped")
          .hasMessageContaining("'noProgressTimeout' (2s)")
          .hasMessageContaining("/ping")
          .hasMessageContaining("executor=local, which costs nothing")
          .hasMessageContaining("Job log: /aws/sagemaker/TransformJobs, stream no-ping");
      TransformRun run =
          BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), "no-ping");
      assertThat(run.status().state()).isEqualTo("STOPPED");
      assertThat(run.status().jobs()).hasSize(1);

      options.remove("noProgressTimeout");
      Dataset<Row> scored = BatchTransform.on(df).options(options).score();
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(20);
      assertThat(run.status().jobs()).hasSize(2);
    }
  }

  @Test
  void aRefusedJobStopsTheRunWithTheCureAndTheRunGoesOnLater() {
    sandbox
        .sageMaker()
        .fault(
            Fault.refuse(
                "CreateTransformJob",
                "ResourceLimitExceeded",
                "The account-level service limit 'ml.m5.xlarge for transform job usage' is 0 Instances"));
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "refused");
      BatchTransform call = BatchTransform.on(Frames.numbers(sandbox.spark(), 20)).options(options);

      assertThatThrownBy(call::score)
          .hasMessageContaining("Service Quotas")
          .hasMessageContaining("goes on from there");
      TransformRun run =
          BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), "refused");
      assertThat(run.status().state()).isEqualTo("STOPPED");
      assertThat(run.status().jobs()).isEmpty();

      assertThat(call.score().filter("prediction.tripled = id * 3").count()).isEqualTo(20);
      assertThat(run.status().state()).isEqualTo("COMPLETED");
      assertThat(run.status().jobs()).hasSize(1);
    }
  }

  private static Map<String, String> multiRecord() {
    return Map.of("batchStrategy", "MultiRecord");
  }

  /** A container that takes a request of about one mebibyte at most. */
  private static ModelContainer limited() {
    return Models.tripling()
        .failWhen(request -> request.body().length() > CONTAINERS_LIMIT, 413, "too large for me");
  }

  /** Twenty rows that are staged as one file. */
  private Dataset<Row> oneFile(String text) {
    return sandbox
        .spark()
        .range(0, 20, 1, 1)
        .select(functions.col("id"), functions.expr(text).as("text"));
  }

  private TransformRun run(ModelContainer container, Dataset<Row> df, Map<String, String> more) {
    return BatchTransform.on(df)
        .options(sandbox.options(sandbox.createModel(container)))
        .option("instanceCount", 1)
        .option("minFilesPerInstance", 1)
        .options(more)
        .start()
        .await();
  }

  private static List<Long> failed(TransformRun run) {
    assertThat(run.result().filter("prediction.tripled = id * 3").count())
        .isEqualTo(run.status().rows() - run.status().failedRows());
    return run.result().filter("prediction IS NULL").orderBy("id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  /** The largest payload of each of the run's jobs. */
  private List<Integer> payloads(TransformRun run) {
    return run.status().jobs().stream()
        .map(job -> sandbox.api().call("DescribeTransformJob", Map.of("TransformJobName", job)))
        .map((JsonNode job) -> job.path("MaxPayloadInMB").asInt())
        .toList();
  }
}
