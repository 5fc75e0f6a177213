package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is staged, and what is left of attempts that did not commit. */
@ExtendWith(SandboxExtension.class)
class StagingTest {

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final String path;

  StagingTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    this.path = options.get("stagingPath");
  }

  @AfterEach
  void stopContainer() {
    container.close();
  }

  @Test
  void aWriteWhoseTaskFailsLeavesNothingBehindAndStartsNoJob() {
    int jobs = Actions.created(sandbox);
    MapFunction<Row, Long> failsLate =
        row -> {
          if (row.getLong(0) == 2500) {
            throw new IllegalStateException("the source broke");
          }
          return row.getLong(0);
        };
    Dataset<Row> breaking =
        Frames.numbers(sandbox.spark(), 3000).map(failsLate, Encoders.LONG()).toDF("id");

    assertThatThrownBy(
            () ->
                BatchTransform.on(breaking)
                    .options(options)
                    .option("maxRecordsPerFile", 100)
                    .score())
        .hasStackTraceContaining("the source broke");

    assertThat(StagingPaths.files(sandbox, path)).isEmpty();
    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
  }

  @Test
  void filesOfAnAttemptThatWasLostAreNeitherSentNorKept() throws Exception {
    options.put("runId", "swept");
    options.put("dt", "2026-11-22");
    String run = path + "/dt=2026-11-22/run_id=swept/";
    Path orphan = new Path(run + "input/part-00099-lost-1-0.jsonl");
    try (var out = StagingPaths.fileSystem(sandbox, orphan).create(orphan)) {
      out.writeBytes("{\"id\": 666}\n");
    }

    long scored =
        BatchTransform.on(Frames.numbers(sandbox.spark(), 30)).options(options).score().count();

    assertThat(scored).isEqualTo(30);
    assertThat(StagingPaths.text(sandbox, run + "manifests/0.json")).doesNotContain("part-00099");
    assertThat(container.requests()).noneMatch(request -> request.body().contains("666"));
    assertThat(StagingPaths.files(sandbox, path)).noneMatch(file -> file.contains("part-00099"));
  }

  @Test
  void filesAreRolledByTheNumberOfRecords() {
    options.put("maxRecordsPerFile", "10");
    BatchTransform.on(Frames.numbers(sandbox.spark(), 300)).options(options).start().await();

    Dataset<Row> files =
        sandbox.spark().read().format("sagemaker").option("table", "files").load(path);

    assertThat(files.filter("records > 10").count()).isZero();
    assertThat(files.count()).isGreaterThanOrEqualTo(30);
  }

  @Test
  void fewPartitionsStillMakeEnoughFilesForEveryInstance() {
    options.put("instanceCount", "3");
    options.put("minFilesPerInstance", "2");
    BatchTransform.on(Frames.numbers(sandbox.spark(), 300).coalesce(1))
        .options(options)
        .start()
        .await();

    List<String> inputs =
        StagingPaths.files(sandbox, path).stream()
            .filter(file -> file.contains("/input/"))
            .toList();

    assertThat(inputs).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void theLedgerIsTheOnlyObjectBesideTheFilesOfTheLayout() {
    BatchTransform.on(Frames.numbers(sandbox.spark(), 30)).options(options).start().await();

    assertThat(StagingPaths.files(sandbox, path))
        .allMatch(
            file ->
                file.matches(
                    "dt=[0-9-]{10}/run_id=[^/]+/"
                        + "(_run\\.json|input/[^/]+\\.jsonl|rows/[^/]+\\.rows|manifests/0\\.json|output/0/[^/]+\\.jsonl\\.out)"));
  }
}
