package dev.batchtransform.spark.it.kept;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.Verification;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever changes in the connector, runs that were staged before go on and keep their rows. */
@ExtendWith(SandboxExtension.class)
class KeptRunsTest {

  private final SparkSession spark;
  private String path = "";

  KeptRunsTest(Sandbox sandbox) {
    this.spark = sandbox.spark();
  }

  @BeforeEach
  void copy(@TempDir Path folder) throws IOException {
    KeptModel.reset();
    path = KeptRuns.copyTo(folder.resolve("staging"));
  }

  @Tag("compat")
  @ParameterizedTest
  @ValueSource(strings = {KeptRuns.COMPLETED, KeptRuns.STOPPED, KeptRuns.RECORD, KeptRuns.TEXT})
  void everyRowComesBackWithItsExactValues(String runId) {
    Dataset<Row> rows = comparable(KeptRuns.rows(spark, runId));

    Dataset<Row> kept = comparable(read(runId).drop("prediction", "prediction_error"));

    assertThat(kept.exceptAll(rows).collectAsList()).isEmpty();
    assertThat(rows.exceptAll(kept).collectAsList()).isEmpty();
  }

  @Tag("compat")
  @Test
  void everyRowHasItsOwnAnswerOrItsError() {
    Dataset<Row> completed = read(KeptRuns.COMPLETED);

    assertThat(completed.filter("prediction.tripled = id * 3").count()).isEqualTo(34);
    assertThat(failed(completed, "code = 'MODEL_ERROR' AND message LIKE '%missing field%'"))
        .containsExactlyElementsOf(KeptRuns.REFUSED);
    assertThat(failed(completed, "code = 'UNPARSEABLE' AND line IS NOT NULL"))
        .containsExactlyElementsOf(KeptRuns.GARBLED);
    assertThat(failed(completed, "code = 'UNPARSEABLE' AND line IS NULL AND attempts = 0"))
        .containsExactlyElementsOf(KeptRuns.BROKEN);
  }

  @Tag("compat")
  @Test
  void answersThatNameTheirRowAndAnswersThatAreTextStayWithTheirRows() {
    Dataset<Row> record = read(KeptRuns.RECORD);
    Dataset<Row> text = read(KeptRuns.TEXT);

    assertThat(record.filter("prediction.tripled = id * 3").count()).isEqualTo(11);
    assertThat(failed(record, "code = 'MODEL_ERROR'")).containsExactly(5L);
    assertThat(text.filter("prediction = concat('three times ', id, ', \"süß\"')").count())
        .isEqualTo(11);
    assertThat(failed(text, "code = 'MODEL_ERROR'")).containsExactly(5L);
  }

  @Tag("compat")
  @Test
  void deadLettersHaveTheRecordsThatWereSent() {
    List<Row> letters =
        attach(KeptRuns.COMPLETED).deadLetters().filter("record IS NOT NULL").collectAsList();

    assertThat(letters)
        .extracting(row -> row.<String>getAs("record"))
        .containsExactlyInAnyOrder("{\"id\":7}", "{\"id\":21}", "{\"id\":12}", "{\"id\":13}");
  }

  @Tag("compat")
  @ParameterizedTest
  @ValueSource(strings = {KeptRuns.COMPLETED, KeptRuns.STOPPED, KeptRuns.RECORD, KeptRuns.TEXT})
  void itsVerificationHolds(String runId) {
    Verification proven = attach(runId).verify();

    assertThat(proven.holds()).as(proven.summary()).isTrue();
  }

  @Tag("compat")
  @Test
  void aStoppedRunGoesOnWithTheRecordsThatHaveNoAnswer() {
    Set<Long> scored = ids(read(KeptRuns.STOPPED).filter("prediction IS NOT NULL"));
    assertThat(failed(read(KeptRuns.STOPPED), "code = 'NOT_RUN'")).hasSize(24 - scored.size());

    TransformRun run = attach(KeptRuns.STOPPED).await();

    assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(24);
    assertThat(scored).isNotEmpty().doesNotContainAnyElementsOf(KeptModel.SEEN);
    assertThat(KeptModel.SEEN).doesNotHaveDuplicates().hasSize(24 - scored.size());
    assertThat(run.verify().holds()).as(run.verify().summary()).isTrue();
  }

  @Test
  void theSameWriteGoesOnWithAStoppedRun() {
    Dataset<Row> result =
        BatchTransform.on(KeptRuns.rows(spark, KeptRuns.STOPPED))
            .options(KeptRuns.options(KeptRuns.STOPPED))
            .option("stagingPath", path)
            .score();

    assertThat(result.filter("prediction.tripled = id * 3").count()).isEqualTo(24);
    assertThat(KeptModel.SEEN).doesNotHaveDuplicates().hasSizeLessThan(24);
  }

  @Test
  void ofARunWithoutAHashOfItsRowsTheirNumberIsCompared() {
    BatchTransform other =
        BatchTransform.on(KeptRuns.rows(spark, KeptRuns.STOPPED).filter("id > 0"))
            .options(KeptRuns.options(KeptRuns.STOPPED))
            .option("stagingPath", path);

    assertThatThrownBy(other::score)
        .hasMessageContaining("this write has 23 rows, and the run has 24");
    assertThat(KeptModel.SEEN).isEmpty();
  }

  @Test
  void failedRowsAreSentAgainAndNoOthers() {
    TransformRun run = attach(KeptRuns.COMPLETED).retryDeadLetters();

    Dataset<Row> result = run.result();

    assertThat(result.filter("prediction.tripled = id * 3").count()).isEqualTo(38);
    assertThat(failed(result, "code = 'UNPARSEABLE'")).containsExactlyElementsOf(KeptRuns.BROKEN);
    assertThat(Set.copyOf(KeptModel.SEEN)).containsExactlyInAnyOrder(7L, 21L, 12L, 13L);
    assertThat(run.verify().holds()).as(run.verify().summary()).isTrue();
  }

  @Tag("compat")
  @Test
  void theTablesListThemAll() {
    Dataset<Row> runs =
        spark.read().format("sagemaker").option("table", "runs").load(path).orderBy("id");

    assertThat(runs.select("id", "state", "rows", "failed").collectAsList())
        .extracting(Row::mkString)
        .hasSize(4)
        .contains("completedCOMPLETED406", "recordCOMPLETED121", "textCOMPLETED121");
  }

  private TransformRun attach(String runId) {
    return BatchTransform.attach(spark, path, runId);
  }

  private Dataset<Row> read(String runId) {
    return spark.read().format("sagemaker").option("runId", runId).load(path);
  }

  private static Set<Long> ids(Dataset<Row> rows) {
    Set<Long> ids = new HashSet<>();
    rows.select("id").collectAsList().forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }

  private static List<Long> failed(Dataset<Row> result, String error) {
    return result
        .filter("prediction IS NULL")
        .select(col("id"), col("prediction_error.*"))
        .filter(error)
        .orderBy("id")
        .collectAsList()
        .stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  /** A map cannot be compared; its entries can. */
  private static Dataset<Row> comparable(Dataset<Row> rows) {
    return rows.withColumn("weights", map_entries(col("weights")));
  }
}
