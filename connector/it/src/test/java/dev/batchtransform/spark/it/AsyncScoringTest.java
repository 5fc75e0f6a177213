package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.it.sandbox.AsyncEndpoints;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs through an asynchronous endpoint. */
@ExtendWith(SandboxExtension.class)
class AsyncScoringTest {
  private static final long ROWS = 60;

  private final Sandbox sandbox;

  AsyncScoringTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @AfterEach
  void clearFaults() {
    sandbox.sageMaker().clearFaults();
  }

  @Test
  void withOneRecordARequestEachRecordIsSentOnceAndABadOneCostsNoOther() {
    long[] bad = LongStream.range(0, ROWS).filter(id -> id % 20 == 7).toArray();
    try (ModelContainer model = refusing(bad)) {
      TransformRun run = run(options(model));

      assertThat(model.requests()).hasSize(Math.toIntExact(ROWS));
      assertThat(failed(run)).containsExactly(7L, 27L, 47L);
      assertThat(run.deadLetters().select("code").distinct().first().getString(0))
          .isEqualTo("MODEL_ERROR");
      assertThat(run.deadLetters().filter("message LIKE '%missing field%'").count()).isEqualTo(3);
    }
  }

  @Test
  void throttlingLosesNothing() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = options(model);
      sandbox
          .sageMaker()
          .fault(
              new Fault.Throttle(
                  Optional.of("InvokeEndpointAsync"), Optional.empty(), Optional.of(5)));

      assertThat(scored(run(options))).isEqualTo(ROWS);
      assertThat(model.requests()).hasSize(Math.toIntExact(ROWS));
    }
  }

  @Test
  void anEndpointThatIsDeletedStopsTheRunWhichGoesOnWithItsSuccessor() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = options(model);
      options.put("runId", "nightly");
      String endpoint = options.get("endpointName");
      sandbox.sageMaker().fault(Fault.slowQueue(Duration.ofHours(1), 0));
      long before = sent();

      TransformRun run = transform(options).start();
      await().until(() -> sent() - before >= ROWS);
      AsyncEndpoints.delete(sandbox, endpoint);

      assertThatThrownBy(run::await)
          .isInstanceOf(TransformRunException.class)
          .hasMessageContainingAll("does not answer any more", "No row was given up");

      sandbox.sageMaker().clearFaults();
      AsyncEndpoints.create(sandbox, endpoint, model);
      assertThat(scored(run(options))).isEqualTo(ROWS);
      assertThat(model.requests()).hasSize(Math.toIntExact(ROWS));
    }
  }

  @Test
  void aRunThatIsStoppedGoesOnWithWhatIsOut() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = options(model);
      options.put("runId", "nightly");
      sandbox.sageMaker().fault(Fault.slowQueue(Duration.ofSeconds(3), 0));
      long before = sent();

      TransformRun run = transform(options).start();
      await().until(() -> sent() - before >= ROWS);
      run.stop();

      assertThatThrownBy(run::await).hasMessageContaining("cannot be taken back");
      assertThat(scored(run(options))).isEqualTo(ROWS);
      assertThat(sent() - before).isEqualTo(ROWS);
    }
  }

  @Test
  void autoTakesTheEndpointForWhatIsNotSmallWhereThereIsNoModel() {
    try (ModelContainer model = Models.tripling();
        ModelContainer local = Models.tripling()) {
      Map<String, String> options = options(model);
      options.put("executor", "auto");
      options.put("localModel", local.endpoint().toString());
      options.put("localMaxRows", "10");

      assertThat(scored(run(options))).isEqualTo(ROWS);
      assertThat(model.requests()).hasSize(Math.toIntExact(ROWS));
      assertThat(local.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SingleRecord", "MultiRecord"})
  void theRestOfAJobGoesToTheEndpointAndNoFurtherJobIsStarted(String batchStrategy) {
    long[] bad = LongStream.range(0, ROWS).filter(id -> id % 20 == 7).toArray();
    try (ModelContainer model = refusing(bad)) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(model)));
      options.put("endpointName", AsyncEndpoints.create(sandbox, model));
      options.put("batchStrategy", batchStrategy);

      TransformRun run = run(options);

      assertThat(run.status().jobs()).hasSize(1);
      assertThat(failed(run)).containsExactly(7L, 27L, 47L);
      assertThat(scored(run)).isEqualTo(ROWS - 3);
      assertThat(run.verify().holds()).isTrue();
    }
  }

  @Test
  void tooManySingleRecordsAreRefusedAndTheSameRunGoesOnWithSeveralARequest() {
    String most = "spark.hadoop.dev.batchtransform.async.records";
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = options(model);
      options.put("runId", "nightly");
      sandbox.spark().conf().set(most.substring("spark.hadoop.".length()), "59");

      assertThatThrownBy(() -> run(options)).hasMessageContaining("batchStrategy=MultiRecord");
      assertThat(model.requests()).isEmpty();

      options.put("batchStrategy", "MultiRecord");
      assertThat(scored(run(options))).isEqualTo(ROWS);
    } finally {
      sandbox.spark().conf().unset(most.substring("spark.hadoop.".length()));
    }
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingIsStaged() {
    try (ModelContainer model = Models.tripling()) {
      Map<String, String> options = options(model);
      options.put("endpointName", "none");
      assertThatThrownBy(() -> run(options))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContainingAll("'endpointName'", "none of that name");
      options.remove("endpointName");
      assertThatThrownBy(() -> run(options)).hasMessageContaining("Missing option 'endpointName'");
      options.put("executor", "auto");
      assertThatThrownBy(() -> run(options))
          .hasMessageContainingAll("Missing option 'model'", "'endpointName'");
      assertThat(StagingPaths.files(sandbox, options.get("stagingPath"))).isEmpty();
    }
  }

  /** Refuses every request that holds one of these records. */
  private static ModelContainer refusing(long... bad) {
    return Models.tripling()
        .failWhen(
            request ->
                request.records().stream()
                    .mapToLong(Models::id)
                    .anyMatch(id -> LongStream.of(bad).anyMatch(each -> each == id)),
            400,
            "missing field 'title'");
  }

  private Map<String, String> options(ModelContainer model) {
    return AsyncEndpoints.options(sandbox, AsyncEndpoints.create(sandbox, model));
  }

  private BatchTransform transform(Map<String, String> options) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options);
  }

  private TransformRun run(Map<String, String> options) {
    return transform(options).start().await();
  }

  private long sent() {
    return sandbox.sageMaker().actions().stream()
        .filter(action -> action.action().equals("sagemaker:InvokeEndpointAsync"))
        .count();
  }

  private static long scored(TransformRun run) {
    return run.result().filter("prediction.tripled = id * 3").count();
  }

  private static List<Long> failed(TransformRun run) {
    return run.result().filter("prediction IS NULL").orderBy("id").collectAsList().stream()
        .map(row -> row.<Long>getAs("id"))
        .toList();
  }
}
