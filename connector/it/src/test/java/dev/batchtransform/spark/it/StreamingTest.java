package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose micro-batches are runs, as docs/streaming.md has it. */
@ExtendWith(SandboxExtension.class)
class StreamingTest {
  private final Sandbox sandbox;
  private final String path;

  @TempDir private Path folder;

  StreamingTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @BeforeEach
  void makeTheSource() throws IOException {
    Files.createDirectories(folder.resolve("in"));
  }

  @Test
  void aMicroBatchIsARunAndNoneIsScoredTwiceWhenTheQueryStartsAgain() throws Exception {
    try (ModelContainer container = Models.tripling()) {
      arrive(0, 5);
      arrive(5, 9);
      drain("checkpoint", container);
      arrive(9, 12);
      drain("checkpoint", container);
      drain("checkpoint", container);

      assertThat(all().where("prediction.tripled = 3 * id").count()).isEqualTo(12);
      assertThat(all().select("run_id").distinct().orderBy("run_id").collectAsList())
          .containsExactly(
              RowFactory.create("clicks-0"),
              RowFactory.create("clicks-1"),
              RowFactory.create("clicks-2"));
      assertThat(container.requests()).hasSize(12);
    }
  }

  @Test
  void aBatchThatBrokeOffGoesOnUnderItsNameAndNothingIsSentTwice() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    try (ModelContainer container = Models.tripling()) {
      arrive(0, 20);
      assertThatThrownBy(
              () ->
                  query(
                      "checkpoint",
                      source(1),
                      (batch, id) -> {
                        write(batch, id, container);
                        if (broken.compareAndSet(false, true)) {
                          throw new IllegalStateException("the driver breaks off here");
                        }
                      }))
          .isInstanceOf(StreamingQueryException.class);

      drain("checkpoint", container);

      assertThat(all().where("prediction.tripled = 3 * id").count()).isEqualTo(20);
      assertThat(container.requests()).hasSize(20);
    }
  }

  @Test
  void afterANewCheckpointTheSameBatchIsFoundDoneAndOtherRowsUnderItsNameAreRefused()
      throws Exception {
    try (ModelContainer container = Models.tripling()) {
      arrive(0, 5);
      drain("old", container);
      drain("new", container);
      assertThat(container.requests()).hasSize(5);
      arrive(5, 9);

      assertThatThrownBy(
              () -> query("newer", source(10), (batch, id) -> write(batch, id, container)))
          .hasStackTraceContaining("clicks-0")
          .hasStackTraceContaining("ifRunExists");

      assertThat(all().count()).isEqualTo(5);
    }
  }

  @Test
  void aStreamingSinkIsRefusedWithWhatToDoInstead() {
    Dataset<Row> stream = source(1);

    assertThatThrownBy(
            () ->
                stream
                    .writeStream()
                    .format("sagemaker")
                    .option("checkpointLocation", folder.resolve("c").toString())
                    .option("model", "m")
                    .start(path)
                    .processAllAvailable())
        .hasStackTraceContaining("foreachBatch");
  }

  private void drain(String checkpoint, ModelContainer container) throws Exception {
    query(checkpoint, source(1), (batch, id) -> write(batch, id, container));
  }

  private void query(String checkpoint, Dataset<Row> source, VoidFunction2<Dataset<Row>, Long> each)
      throws Exception {
    source
        .writeStream()
        .foreachBatch(each)
        .option("checkpointLocation", folder.resolve(checkpoint).toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
  }

  private void write(Dataset<Row> batch, long id, ModelContainer container) {
    batch
        .write()
        .format("sagemaker")
        .option("executor", "local")
        .option("localModel", container.endpoint().toString())
        .option("runId", "clicks-" + id)
        .mode("append")
        .save(path);
  }

  private Dataset<Row> source(int filesABatch) {
    return sandbox
        .spark()
        .readStream()
        .schema("id BIGINT")
        .option("maxFilesPerTrigger", Integer.toString(filesABatch))
        .json(folder.resolve("in").toString());
  }

  private void arrive(long from, long until) throws IOException {
    List<String> lines =
        LongStream.range(from, until)
            .mapToObj(id -> "{\"id\":" + id + "}")
            .collect(Collectors.toList());
    Path file = Files.write(folder.resolve("arriving"), lines);
    Files.move(file, folder.resolve("in").resolve(from + ".json"));
  }

  private Dataset<Row> all() {
    return sandbox.spark().read().format("sagemaker").option("runId", "clicks-*").load(path);
  }
}
