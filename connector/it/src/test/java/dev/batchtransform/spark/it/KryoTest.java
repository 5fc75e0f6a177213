package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.PurgeResult;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All that travels between driver and tasks arrives under Kryo too, which many clusters set. */
@ExtendWith(SandboxExtension.class)
class KryoTest {

  private static final String RUN = "nightly";

  @AfterAll
  static void backToTheUsualSerializer(Sandbox sandbox) {
    sandbox.restartSpark(Map.of());
  }

  private static void restart(Sandbox sandbox, boolean onlyRegistered) {
    sandbox.restartSpark(
        Map.of(
            "spark.serializer",
            "org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrationRequired",
            Boolean.toString(onlyRegistered)));
  }

  @Nested
  class WhereAnyClassMayTravel extends Promises {
    WhereAnyClassMayTravel(Sandbox sandbox) {
      super(sandbox);
    }

    @BeforeAll
    static void startSpark(Sandbox sandbox) {
      restart(sandbox, false);
    }
  }

  @Nested
  class WhereOnlyRegisteredClassesMayTravel extends Promises {
    WhereOnlyRegisteredClassesMayTravel(Sandbox sandbox) {
      super(sandbox);
    }

    @BeforeAll
    static void startSpark(Sandbox sandbox) {
      restart(sandbox, true);
    }
  }

  abstract static class Promises {
    private final Sandbox sandbox;
    private final String path;

    Promises(Sandbox sandbox) {
      this.sandbox = sandbox;
      this.path = sandbox.stagingPath();
    }

    @Tag("compat")
    @Test
    void aRunWithFailedRowsIsScoredVerifiedRetriedAndPurged() {
      Set<Long> refused = ConcurrentHashMap.newKeySet();
      refused.addAll(Set.of(3L, 17L, 90L));
      try (ModelContainer container =
          Models.tripling()
              .failWhen(request -> refused.contains(Models.id(request.body())), 400, "no title")) {
        TransformRun run = start(sandbox.options(sandbox.createModel(container)));

        assertThat(scored(run.result())).isEqualTo(97);
        assertThat(run.deadLetters().count()).isEqualTo(3);
        assertThat(run.verify().requireHolds().summary()).contains("97 scored + 3 failed");

        refused.clear();
        assertThat(scored(run.retryDeadLetters().result())).isEqualTo(100);
        assertThat(run.verify().holds()).isTrue();
        assertThat(purge()).isEqualTo(new PurgeResult(List.of(RUN), List.of()));
      }
    }

    @Test
    void answersThatDoNotParseAreCutOutAndSentAgain() {
      Set<Long> garbled = ConcurrentHashMap.newKeySet();
      garbled.addAll(Set.of(5L, 42L));
      try (ModelContainer container =
          ModelContainer.ofRecords(
              record -> {
                long id = Models.id(record);
                return garbled.contains(id) ? "\"garbled\"" : "{\"tripled\":" + 3 * id + "}";
              })) {
        TransformRun run =
            start(
                Map.of(
                    "executor", "local",
                    "localModel", container.endpoint().toString(),
                    "resultSchema", "tripled BIGINT"));
        assertThat(scored(run.result())).isEqualTo(98);

        garbled.clear();
        assertThat(scored(run.retryDeadLetters().result())).isEqualTo(100);
      }
    }

    @Test
    void theLocalExecutorScoresEveryRowButTheBadOne() {
      try (ModelContainer container = Models.triplingBut(7)) {
        TransformRun run =
            start(Map.of("executor", "local", "localModel", container.endpoint().toString()));

        assertThat(scored(run.result())).isEqualTo(99);
        assertThat(run.result().filter("prediction_error.message LIKE '%missing field%'").count())
            .isEqualTo(1);
      }
    }

    @Test
    void aWriteThatFindsItsRunCompletedReturnsIt() {
      try (ModelContainer container = Models.tripling()) {
        Map<String, String> options =
            Map.of("executor", "local", "localModel", container.endpoint().toString());
        start(options).await();
        int requests = container.requests().size();

        assertThat(scored(start(options).result())).isEqualTo(100);
        assertThat(container.requests()).hasSize(requests);
      }
    }

    private TransformRun start(Map<String, String> options) {
      return BatchTransform.on(Frames.numbers(sandbox.spark(), 100))
          .options(options)
          .option("stagingPath", path)
          .option("runId", RUN)
          .option("maxAttempts", "3")
          .start();
    }

    private PurgeResult purge() {
      return BatchTransform.purge(sandbox.spark(), path, Duration.ZERO).delete();
    }

    private static long scored(Dataset<Row> result) {
      return result.filter("prediction.tripled = id * 3").count();
    }
  }
}
