package dev.batchtransform.spark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reading results, and the other tables of a staging path. */
@ExtendWith(SandboxExtension.class)
class ReadingTest {

  private final Sandbox sandbox;

  ReadingTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void explainAndSelfJoinsStartNoJobAndAskS3NothingButTheRowsThemselves() {
    String path = scored(100);
    Dataset<Row> result = read().load(path);
    int jobs = Actions.created(sandbox);
    Map<String, Long> asked = StagingPaths.requests(sandbox, path);

    result.explain(true);
    result.as("a").join(result.as("b"), "id").explain(true);

    assertThat(StagingPaths.requests(sandbox, path)).isEqualTo(asked);
    long lists = asked.get("object_list_request");
    assertThat(result.as("a").join(result.as("b"), "id").count()).isEqualTo(100);
    assertThat(StagingPaths.requests(sandbox, path)).containsEntry("object_list_request", lists);
    assertThat(Actions.created(sandbox)).isEqualTo(jobs);
  }

  @Test
  void countingRowsOpensNoFile() {
    String path = scored(100);
    Dataset<Row> result = read().load(path);
    Map<String, Long> asked = StagingPaths.requests(sandbox, path);

    assertThat(result.count()).isEqualTo(100);

    assertThat(StagingPaths.requests(sandbox, path)).isEqualTo(asked);
  }

  @Test
  void anUnreadPredictionIsNotOpened() throws Exception {
    String path = scored(60);
    Dataset<Row> names = read().load(path).select("name");
    deleteOutputs(path);

    assertThat(names.collectAsList()).hasSize(60);
  }

  @Test
  void aRunThatIsReplacedWhileItIsReadSaysSo() {
    String path = sandbox.stagingPath();
    overwrite(path, 40);
    Dataset<Row> before = read().option("runId", "r").load(path);
    overwrite(path, 30);

    assertThatThrownBy(before::collectAsList)
        .rootCause()
        .hasMessageStartingWith("Cannot read run 'r' in " + path)
        .hasMessageContaining("because it was replaced since this DataFrame was made.")
        .hasMessageNotContaining("\n");
    assertThat(read().option("runId", "r").load(path).collectAsList()).hasSize(30);
  }

  @Test
  void aRunThatIsDeletedWhileItIsReadSaysSo() {
    String path = sandbox.stagingPath();
    overwrite(path, 10);
    Dataset<Row> before = read().option("runId", "r").load(path);
    BatchTransform.purge(sandbox.spark(), path, Duration.ZERO).delete();

    assertThatThrownBy(before::collectAsList)
        .rootCause()
        .hasMessageContaining("because it was deleted or is being replaced since");
  }

  private void overwrite(String path, long rows) {
    Frames.numbers(sandbox.spark(), rows)
        .write()
        .format("sagemaker")
        .mode("overwrite")
        .option("executor", "local")
        .option("localModel", "class:" + LocalScoringTest.Tripling.class.getName())
        .option("runId", "r")
        .save(path);
  }

  @Test
  void aLimitReadsNoMoreFilesThanItNeeds() {
    String path = scored(600);
    Dataset<Row> five = read().load(path).limit(5);

    assertThat(five.collectAsList()).hasSize(5);
    assertThat(five.javaRDD().getNumPartitions()).isEqualTo(1);
  }

  @Test
  void theOptimizerKnowsTheSize() {
    String path = scored(100);

    String plan = read().load(path).queryExecution().optimizedPlan().stats().toString();

    assertThat(plan).contains("rowCount=100");
  }

  @Test
  void aPayloadThatIsCarriedAndNotSentIsNotBroadcast() {
    Dataset<Row> result = read().load(scoredWithPayload(200, 100_000));

    Dataset<Row> wide = result.as("a").join(result.as("b"), "id");
    Dataset<Row> narrow =
        result.select("id", "payload").join(result.select("id", "prediction"), "id");

    assertThat(plan(wide)).contains("SortMergeJoin").doesNotContain("BroadcastHashJoin");
    assertThat(plan(narrow)).as("a side without the payload is small").contains("BuildRight");
    assertThat(narrow.count()).isEqualTo(200);
  }

  @Test
  void filesAreClosedByWhatTheyCarryToo() {
    String path = scoredWithPayload(200, 100_000);

    Dataset<Row> files = read().option("table", "files").load(path);

    assertThat(
            files
                .selectExpr("max(bytes) < 10000 AND max(row_bytes) < 5000000")
                .first()
                .getBoolean(0))
        .isTrue();
    assertThat(files.selectExpr("sum(row_bytes)").first().getLong(0)).isGreaterThan(20_000_000);
    assertThat(files.filter("row_log_bytes < row_bytes").count()).isEqualTo(files.count());
  }

  @Test
  void aReadWhoseCountsDoNotBalanceThrows() throws Exception {
    String path = scored(60);
    String output =
        StagingPaths.files(sandbox, path).stream()
            .filter(f -> f.endsWith(".out"))
            .findFirst()
            .orElseThrow();
    Path file = new Path(path + "/" + output);
    try (var out = StagingPaths.fileSystem(sandbox, file).create(file, true)) {
      out.writeBytes("{\"tripled\": 3}\n".repeat(60));
    }

    assertThatThrownBy(() -> read().load(path).collectAsList())
        .hasMessageContaining("do not balance");
  }

  @Test
  void withoutRunIdTheNewestCompletedRunIsRead() {
    String path = scored(10);
    score(path, 20);

    assertThat(read().load(path).count()).isEqualTo(20);
  }

  @Test
  void aDamagedLedgerOfAnotherRunDoesNotKeepTheOthersFromBeingRead() throws Exception {
    String path = scored(10);
    Path damaged = new Path(path + "/dt=2020-01-01/run_id=damaged/_run.json");
    try (var out = StagingPaths.fileSystem(sandbox, damaged).create(damaged)) {
      out.write("{\"half".getBytes(UTF_8));
    }

    assertThat(read().load(path).filter("prediction.tripled = id * 3").count()).isEqualTo(10);
  }

  @Test
  void aPathIsANameAndNoPattern() {
    String path = sandbox.stagingPath() + "/sc[o]re{d,r}?*";
    score(path, 10);

    assertThat(read().load(path).filter("prediction.tripled = id * 3").count()).isEqualTo(10);
    assertThat(read().option("table", "runs").load(path).count()).isEqualTo(1);
    assertThat(BatchTransform.purge(sandbox.spark(), path, Duration.ZERO).runs().count())
        .isEqualTo(1);
  }

  @Test
  void runsTellsWhatEachRunDid() {
    String path = scored(30);

    List<Row> runs = read().option("table", "runs").load(path).collectAsList();

    assertThat(runs).hasSize(1);
    Row run = runs.get(0);
    assertThat(run.<String>getAs("state")).isEqualTo("COMPLETED");
    assertThat(run.<String>getAs("executor")).isEqualTo("batch-transform");
    assertThat(run.<Long>getAs("rows")).isEqualTo(30);
    assertThat(run.<Long>getAs("failed")).isZero();
    assertThat(run.getList(run.fieldIndex("jobs"))).hasSize(1);
    assertThat(run.<Double>getAs("cost")).isNotNull();
  }

  @Test
  void filesTellsWhatBecameOfEachFile() {
    String path = scored(30);

    Dataset<Row> files = read().option("table", "files").load(path);

    assertThat(files.filter("outcome = 'SCORED'").count()).isEqualTo(files.count()).isPositive();
    assertThat(files.selectExpr("sum(rows)", "sum(records)").first().getLong(0)).isEqualTo(30);
  }

  @Test
  void sessionDefaultsLieBelowTheOptionsOfACall() {
    String path = scored(10);
    sandbox.spark().conf().set("spark.datasource.sagemaker.resultColumn", "from_session");
    try {
      assertThat(read().load(path).columns()).contains("from_session");
      assertThat(read().option("resultColumn", "from_call").load(path).columns())
          .contains("from_call");
    } finally {
      sandbox.spark().conf().unset("spark.datasource.sagemaker.resultColumn");
    }
  }

  @Test
  void sessionDefaultsAreKnownInAThreadThatIsOlderThanTheSession() throws Exception {
    String path = scored(10);
    sandbox.spark().conf().set("spark.datasource.sagemaker.resultColumn", "from_session");
    FutureTask<List<String>> columns =
        new FutureTask<>(
            () -> {
              SparkSession.clearActiveSession();
              return List.of(read().load(path).columns());
            });
    try {
      new Thread(columns).start();
      assertThat(columns.get()).contains("from_session");
    } finally {
      sandbox.spark().conf().unset("spark.datasource.sagemaker.resultColumn");
    }
  }

  @Test
  void aRunThatDoesNotExistIsNamed() {
    String path = scored(10);

    assertThatThrownBy(() -> read().option("runId", "no-such").load(path))
        .hasMessageContaining("There is no run 'no-such'")
        .hasMessageContaining("\"table\", \"runs\"");
  }

  private DataFrameReader read() {
    return sandbox.spark().read().format("sagemaker");
  }

  private String scored(long rows) {
    String path = sandbox.stagingPath();
    score(path, rows);
    return path;
  }

  private void score(String path, long rows) {
    try (ModelContainer container = Models.tripling()) {
      BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
          .options(sandbox.options(sandbox.createModel(container)))
          .option("stagingPath", path)
          .start()
          .await();
    }
  }

  /** Records of a few bytes beside columns of many. */
  private String scoredWithPayload(long rows, int bytes) {
    String path = sandbox.stagingPath();
    try (ModelContainer container = Models.tripling()) {
      BatchTransform.on(
              Frames.numbers(sandbox.spark(), rows)
                  .coalesce(1)
                  .selectExpr("id", "repeat(name, " + bytes + " div length(name)) AS payload"))
          .option("executor", "local")
          .option("localModel", container.endpoint().toString())
          .option("stagingPath", path)
          .option("inputColumns", "id")
          .option("targetFileSizeMB", 1)
          .option("minFilesPerInstance", 1)
          .option("instanceCount", 1)
          .score();
    }
    return path;
  }

  private static String plan(Dataset<Row> df) {
    return df.queryExecution().executedPlan().toString();
  }

  private void deleteOutputs(String path) throws Exception {
    for (String file : StagingPaths.files(sandbox, path)) {
      if (file.endsWith(".out")) {
        Path output = new Path(path + "/" + file);
        StagingPaths.fileSystem(sandbox, output).delete(output, false);
      }
    }
  }
}
