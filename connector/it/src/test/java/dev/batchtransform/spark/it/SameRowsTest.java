package dev.batchtransform.spark.it;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run id stands for its rows: a write with the same ones goes on, any other is refused. */
@ExtendWith(SandboxExtension.class)
class SameRowsTest {

  private static final String LEDGER = "/dt=2026-11-26/run_id=nightly/_run.json";

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options = new HashMap<>();
  private final String path;

  SameRowsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
    options.put("executor", "local");
    options.put("localModel", container.endpoint().toString());
    options.put("stagingPath", path);
    options.put("runId", "nightly");
    options.put("dt", "2026-11-26");
  }

  @AfterEach
  void stopContainer() {
    container.close();
  }

  @Tag("compat")
  @Test
  void theSameRowsInOtherPartitionsAndAnotherOrderGoOn() {
    Dataset<Row> rows = Frames.everyType(sandbox.spark());
    score(rows);
    int requests = container.requests().size();

    Dataset<Row> again = score(rows.cache().repartition(5).orderBy(col("id").desc()));

    assertThat(again.count()).isEqualTo(3);
    assertThat(container.requests()).hasSize(requests);
    rows.unpersist();
  }

  @Tag("compat")
  @Test
  void anotherNumberOfRowsIsRefusedAndTheRunStaysAsItWas() {
    score(numbers(20));
    String ledger = StagingPaths.text(sandbox, path + LEDGER);
    int requests = container.requests().size();

    assertThatThrownBy(
            () -> BatchTransform.on(numbers(25)).options(options).option("maxAttempts", 7).score())
        .hasMessageContaining("Cannot go on with run 'nightly'")
        .hasMessageContaining("this write has 25 rows, and the run has 20")
        .hasMessageContaining("attach")
        .hasMessageContaining("ifRunExists=replace")
        .hasMessageContaining("another runId")
        .hasMessageContaining("not deterministic");

    assertThat(StagingPaths.text(sandbox, path + LEDGER)).isEqualTo(ledger);
    assertThat(container.requests()).hasSize(requests);
    assertThat(score(numbers(20)).filter("prediction.tripled = id * 3").count()).isEqualTo(20);
  }

  @Test
  void asManyOtherRowsAreRefused() {
    score(numbers(20));

    assertThatThrownBy(() -> score(numbers(20).selectExpr("id + 1 AS id", "name")))
        .hasMessageContaining("both have 20 rows, but not the same ones");
  }

  @Test
  void rowsThatAreTwiceThereAreNotTakenForOthersThatAre() {
    score(numbers(2).union(numbers(2)).union(numbers(1)).union(numbers(1)));

    assertThatThrownBy(
            () ->
                score(
                    numbers(2)
                        .union(numbers(2))
                        .union(numbers(2).filter("id = 1"))
                        .union(numbers(2).filter("id = 1"))))
        .hasMessageContaining("both have 6 rows, but not the same ones");
  }

  @Test
  void aColumnThatOnlyComesBackCountsToo() {
    options.put("inputColumns", "id");
    score(numbers(20));

    assertThatThrownBy(() -> score(numbers(20).selectExpr("id", "upper(name) AS name")))
        .hasMessageContaining("not the same ones");
  }

  @Test
  void aColumnThatIsOnlySentCountsToo() {
    options.put("carryColumns", "id");
    score(numbers(20));

    assertThatThrownBy(() -> score(numbers(20).selectExpr("id", "upper(name) AS name")))
        .hasMessageContaining("not the same ones");
  }

  @Test
  void aDataFrameThatIsNotDeterministicIsToldWhatToDo() {
    score(numbers(20).selectExpr("id", "uuid() AS name"));

    assertThatThrownBy(() -> score(numbers(20).selectExpr("id", "uuid() AS name")))
        .hasMessageContaining("uuid()")
        .hasMessageContaining("write it to a table first");
  }

  @Test
  void rowIdsInTheRecordsDoNotTieRowsToTheirFiles() {
    options.put("join", "record");
    score(numbers(20));

    assertThat(score(numbers(20).repartition(7)).count()).isEqualTo(20);
  }

  @Test
  void replacingTakesOtherRows() {
    score(numbers(20));
    options.put("ifRunExists", "replace");

    assertThat(score(numbers(25)).filter("prediction.tripled = id * 3").count()).isEqualTo(25);
  }

  @Test
  void aRunWithoutRowsIsTheSameOnlyForAWriteWithoutRows() {
    score(numbers(0));

    assertThat(score(numbers(0)).count()).isZero();
    assertThatThrownBy(() -> score(numbers(1))).hasMessageContaining("the run has 0");
  }

  @Test
  void aStreamThatBeganAnewIsRefusedAndNotGivenTheAnswersOfTheOneBefore(@TempDir Path folder)
      throws Exception {
    options.remove("runId");
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("a.json"), "{\"id\": 1}\n{\"id\": 2}\n");
    stream(source, folder.resolve("checkpoint"));
    Files.delete(source.resolve("a.json"));
    Files.writeString(source.resolve("b.json"), "{\"id\": 3}\n{\"id\": 4}\n");

    assertThatThrownBy(() -> stream(source, folder.resolve("new-checkpoint")))
        .hasStackTraceContaining("Cannot go on with run 'batch-0'")
        .hasStackTraceContaining("both have 2 rows, but not the same ones");
  }

  private void stream(Path source, Path checkpoint) throws Exception {
    VoidFunction2<Dataset<Row>, Long> scoreBatch =
        (batch, id) ->
            BatchTransform.on(batch).options(options).option("runId", "batch-" + id).score();
    sandbox
        .spark()
        .readStream()
        .schema("id BIGINT")
        .json(source.toString())
        .writeStream()
        .option("checkpointLocation", checkpoint.toString())
        .trigger(Trigger.AvailableNow())
        .foreachBatch(scoreBatch)
        .start()
        .awaitTermination();
  }

  private Dataset<Row> numbers(long rows) {
    return Frames.numbers(sandbox.spark(), rows);
  }

  private Dataset<Row> score(Dataset<Row> rows) {
    return BatchTransform.on(rows).options(options).score();
  }
}
