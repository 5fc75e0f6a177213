package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.it.sandbox.AsyncEndpoints;
import dev.batchtransform.spark.it.sandbox.Endpoints;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.SageMakerApi;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asynchronous endpoints that sleep, lose requests, or cannot be used, and runs looked at. */
@ExtendWith(SandboxExtension.class)
class AsyncTroubleTest {
  private static final long ROWS = 30;
  private static final String SLACK = "dev.batchtransform.async.slack";

  private final Sandbox sandbox;
  private final ModelContainer model = Models.tripling();

  AsyncTroubleTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @AfterEach
  void leaveInPeace() {
    sandbox.sageMaker().clearFaults();
    sandbox.spark().conf().unset(SLACK);
    model.close();
  }

  /** A request may take a minute and a second at least; the rest of it is not waited for here. */
  @Test
  void aRequestThatVanishesIsSentAgainOnceItsTimeIsOverAndCostsNoRow() {
    Map<String, String> options = options();
    options.putAll(Map.of("requestTtlSeconds", "60", "invocationsTimeoutSeconds", "1"));
    sandbox.spark().conf().set(SLACK, Long.toString(-Duration.ofSeconds(58).toMillis()));
    sandbox.sageMaker().fault(Fault.vanish("", 2));
    long before = sent();

    TransformRun run = transform(options).start().await();

    assertThat(scored(run)).isEqualTo(ROWS);
    assertThat(sent() - before).isGreaterThanOrEqualTo(ROWS + 2);
    assertThat(model.requests()).hasSizeGreaterThanOrEqualTo(Math.toIntExact(ROWS));
    assertThat(run.verify().holds()).isTrue();
  }

  @Test
  void anEndpointThatSleepsIsWokenAndItIsSaidOnceThatThisTakesTime() throws IOException {
    LocalSageMaker.Settings.Builder settings =
        LocalSageMaker.Settings.builder()
            .conf("emulator.asyncScaleToZero", "true")
            .conf("emulator.asyncWakeUpDelay", "1s");
    sandbox.hadoopConf().forEach(settings::conf);
    try (LocalSageMaker sleepy = LocalSageMaker.start(settings.build());
        Warnings warnings = Warnings.of("dev.batchtransform.spark")) {
      Map<String, String> options = AsyncEndpoints.options(sandbox, "sleepy");
      options.put("endpointUrl", sleepy.endpoint().toString());
      Endpoints.create(
          SageMakerApi.at(sleepy.endpoint()), "sleepy", model, AsyncEndpoints.outputs(sandbox));

      assertThat(scored(transform(options).start().await())).isEqualTo(ROWS);
      assertThat(warnings.texts())
          .filteredOn(text -> text.contains("has no instance now"))
          .hasSize(1);
    }
  }

  @Test
  void anEndpointWithoutAPlaceForFailuresIsRefusedWithTheCureBeforeAnythingIsStaged() {
    Endpoints.create(
        sandbox.api(),
        "blind",
        model,
        Map.of(
            "AsyncInferenceConfig",
            Map.of("OutputConfig", Map.of("S3OutputPath", "s3://sandbox/blind/"))));
    Map<String, String> options = AsyncEndpoints.options(sandbox, "blind");

    assertThatThrownBy(() -> transform(options).score())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContainingAll("'endpointName'", "'blind'", "Set S3FailurePath");
    assertThat(StagingPaths.files(sandbox, options.get("stagingPath"))).isEmpty();
  }

  @Test
  void whoLooksAtARunSeesHowManyOfItsRequestsAreAnswered() {
    Map<String, String> options = options();
    options.putAll(
        Map.of("runId", "looked-at", "batchStrategy", "MultiRecord", "maxRecordsPerFile", "2"));
    sandbox.sageMaker().fault(Fault.vanish("", 3));

    TransformRun run = transform(options).start();
    TransformRun other =
        BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), "looked-at");

    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () ->
                other.status().filesDone() > 0
                    && other.status().filesDone() == other.status().files() - 3);
    run.stop();
    assertThatThrownBy(run::await).hasMessageContaining("was stopped");
  }

  private Map<String, String> options() {
    return AsyncEndpoints.options(sandbox, AsyncEndpoints.create(sandbox, model));
  }

  private BatchTransform transform(Map<String, String> options) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options);
  }

  private static long scored(TransformRun run) {
    return run.result().filter("prediction.tripled = id * 3").count();
  }

  private long sent() {
    return sandbox.sageMaker().actions().stream()
        .filter(action -> action.action().equals("sagemaker:InvokeEndpointAsync"))
        .count();
  }
}
