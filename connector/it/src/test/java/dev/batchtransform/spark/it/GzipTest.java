package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code gzip=true} the staged input is compressed, and nothing else is different. */
@ExtendWith(SandboxExtension.class)
class GzipTest {
  private static final long ROWS = 500;

  private final Sandbox sandbox;
  private final String path;

  GzipTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @Test
  void aJobInflatesItsInputAndOneBadRecordFailsAlone() {
    try (ModelContainer container = Models.triplingBut(7, 211)) {
      TransformRun run = batch(container).start().await();

      provesAllBut(run, 7L, 211L);
      assertThat(run.verify().holds()).isTrue();
      assertThat(run.deadLetters().select("record").collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactlyInAnyOrder(
              "{\"id\":7,\"name\":\"name 7\"}", "{\"id\":211,\"name\":\"name 211\"}");
      assertThatInputsAreCompressed();
      assertThat(run.status().jobs().stream().map(this::compression)).containsOnly("Gzip");
    }
  }

  @Test
  void failedRecordsAreSentAgainByADriverThatWasNotToldOfIt() {
    AtomicBoolean broken = new AtomicBoolean(true);
    try (ModelContainer container =
        Models.tripling()
            .failWhen(
                request -> broken.get() && Models.id(request.body()) == 3, 400, "not today")) {
      TransformRun run = batch(container).start().await();
      provesAllBut(run, 3L);
      broken.set(false);

      TransformRun again =
          BatchTransform.attach(sandbox.spark(), path, run.id()).retryDeadLetters().await();

      provesAllBut(again);
      assertThat(again.status().jobs().stream().map(this::compression)).containsOnly("Gzip");
    }
  }

  @Test
  void theLocalExecutorReadsItToo() {
    try (ModelContainer container = Models.triplingBut(9)) {
      TransformRun run =
          BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS))
              .option("stagingPath", path)
              .option("executor", "local")
              .option("localModel", container.endpoint().toString())
              .option("gzip", "true")
              .start()
              .await();

      provesAllBut(run, 9L);
      assertThatInputsAreCompressed();
    }
  }

  @Test
  void anAsynchronousEndpointInflatesNothingSoItIsRefused() {
    assertThatThrownBy(
            () ->
                BatchTransform.on(Frames.numbers(sandbox.spark(), 3))
                    .option("stagingPath", path)
                    .option("executor", "async")
                    .option("endpointName", "any")
                    .option("gzip", "true")
                    .start())
        .hasMessageContainingAll("option 'gzip'", "executor=batch-transform");
  }

  private BatchTransform batch(ModelContainer container) {
    Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("stagingPath", path);
    options.put("gzip", "true");
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options);
  }

  private static void provesAllBut(TransformRun run, Long... failed) {
    Dataset<Row> rows = run.result();
    assertThat(rows.filter("prediction.tripled = id * 3 AND prediction_error IS NULL").count())
        .isEqualTo(ROWS - failed.length);
    assertThat(rows.filter("prediction_error.code = 'MODEL_ERROR'").collectAsList())
        .extracting(row -> row.<Long>getAs("id"))
        .containsExactlyInAnyOrder(failed);
  }

  private void assertThatInputsAreCompressed() {
    List<String> files = StagingPaths.files(sandbox, path);
    assertThat(files.stream().filter(file -> file.contains("/input/")))
        .isNotEmpty()
        .allMatch(file -> file.endsWith(".jsonl.gz"));
  }

  private String compression(String job) {
    return sandbox
        .api()
        .call("DescribeTransformJob", Map.of("TransformJobName", job))
        .at("/TransformInput/CompressionType")
        .asText();
  }
}
