package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.Verification;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The balance of a run is proven by reading all of it again, and whatever was changed is found. */
@ExtendWith(SandboxExtension.class)
class VerifyTest {

  private final Sandbox sandbox;
  private final String path;

  VerifyTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @Tag("compat")
  @Test
  void aRunWithFailedRowsBalancesFileByFileAndInAll() {
    try (ModelContainer container = Models.triplingBut(17, 33)) {
      Verification proven =
          remote(container, 60, Map.of("env.TOKEN", "hunter2")).verify().requireHolds();

      assertThat(proven.holds()).isTrue();
      assertThat(proven.summary()).contains("60 rows = 58 scored + 2 failed").doesNotContain("\n");
      Dataset<Row> files = proven.files();
      assertThat(files.filter("rows = scored + failed AND checksum_ok").count())
          .isEqualTo(files.count());
      assertThat(files.selectExpr("sum(rows)", "sum(scored)", "sum(failed)").first())
          .extracting(row -> row.getLong(0), row -> row.getLong(1), row -> row.getLong(2))
          .containsExactly(60L, 58L, 2L);
      assertThat(files.selectExpr("to_json(struct(*))").collectAsList().toString())
          .doesNotContain("hunter2");
      assertThat(proven.toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void anAnswerThatDoesNotFitAndARowThatWasNotSentAreCountedAsTheLedgerSays() {
    try (ModelContainer container =
        ModelContainer.ofRecords(
            record -> Models.id(record) == 6 ? "\"six\"" : Long.toString(Models.id(record)))) {
      Dataset<Row> df =
          Frames.numbers(sandbox.spark(), 10)
              .selectExpr("id", "IF(id = 3, repeat('x', 2 * 1024 * 1024), 'short') AS text");
      Verification proven =
          remote(container, df, Map.of("resultSchema", "bigint", "maxPayloadInMB", "1")).verify();

      assertThat(proven.summary()).contains("10 rows = 8 scored + 2 failed");
      assertThat(proven.holds()).isTrue();
    }
  }

  @Test
  void answersJoinedByRecordBalance() {
    try (ModelContainer container = Models.triplingBut(17)) {
      assertThat(remote(container, 40, Map.of("join", "record")).verify().summary())
          .contains("holds: 40 rows = 39 scored + 1 failed");
    }
  }

  @Test
  void textAnswersBalance() {
    try (ModelContainer container =
        ModelContainer.ofRecords(record -> "label " + record.length())) {
      assertThat(remote(container, 40, Map.of("resultFormat", "text")).verify().summary())
          .contains("holds: 40 rows = 40 scored + 0 failed");
    }
  }

  @Test
  void aRunWithoutRowsHolds() {
    assertThat(local(0).verify().summary()).contains("holds: 0 rows");
  }

  @Test
  void aStoppedRunBalancesAsItStands() {
    try (ModelContainer container = Models.tripling()) {
      sandbox.sageMaker().fault(Fault.stop(2));
      assertThatThrownBy(
              () ->
                  BatchTransform.on(Frames.numbers(sandbox.spark(), 100))
                      .options(sandbox.options(sandbox.createModel(container)))
                      .option("stagingPath", path)
                      .option("runId", "verify-stopped")
                      .score())
          .hasMessageContaining("was stopped");

      Verification proven = BatchTransform.attach(sandbox.spark(), path, "verify-stopped").verify();

      assertThat(proven.summary()).contains("(STOPPED) holds: 100 rows");
      assertThat(proven.files().selectExpr("sum(failed)").first().getLong(0)).isPositive();
    }
  }

  @Test
  void aRunThatIsNotDecidedIsRefused() {
    TransformRun run = local(10);
    String ledger = files("_run.json").get(0);
    String text = StagingPaths.text(sandbox, ledger);
    StagingPaths.write(sandbox, ledger, text.replaceFirst("\"COMPLETED\"", "\"RUNNING\""));

    assertThatThrownBy(run::verify)
        .hasMessageContaining("Cannot verify run")
        .hasMessageContaining("RUNNING");
  }

  @Test
  void aByteOfAnInputThatWasFlippedIsFound() {
    TransformRun run = local(30);
    String input = files(".jsonl").get(0);
    StagingPaths.write(
        sandbox, input, StagingPaths.text(sandbox, input).replaceFirst("name", "nane"));

    Row damaged = theDamaged(run, "was changed after it was staged");

    assertThat(input).endsWith(damaged.<String>getAs("file"));
    assertThat(damaged.<Boolean>getAs("checksum_ok")).isFalse();
    assertThat(damaged.<Long>getAs("scored")).isEqualTo(damaged.<Long>getAs("rows"));
  }

  @Test
  void anInputThatWasLostIsFound() {
    TransformRun run = local(30);
    StagingPaths.delete(sandbox, files(".jsonl").get(0));

    theDamaged(run, "is missing");
  }

  @Test
  void anOutputThatWasCutShortIsFound() {
    TransformRun run = local(30);
    String output = files(".out").get(0);
    String text = StagingPaths.text(sandbox, output);
    StagingPaths.write(sandbox, output, text.substring(0, text.length() / 2));

    Row damaged = theDamaged(run, "bytes, but the ledger says");

    assertThat(damaged.<Long>getAs("scored")).isNull();
    assertThat(damaged.<Boolean>getAs("checksum_ok")).isTrue();
  }

  @Test
  void anAnswerThatWasAppendedIsFound() {
    TransformRun run = local(30);
    String output = files(".out").get(0);
    StagingPaths.write(sandbox, output, StagingPaths.text(sandbox, output) + "{\"tripled\":1}\n");

    theDamaged(run, "more answers than records");
  }

  @Test
  void answersThatAreAsManyAsRecordsButNotOneForEachAreFound() {
    TransformRun run = local(100);
    String output = files(".out").get(0);
    String text = StagingPaths.text(sandbox, output);
    assertThat(text.lines().count()).isGreaterThan(1);
    StagingPaths.write(sandbox, output, text.replaceFirst("\n", "") + "\n");

    theDamaged(run, "Answers may be on the wrong rows");
  }

  @Test
  void anAnswerThatCannotBeReadAnyMoreIsFound() {
    TransformRun run = local(30);
    String output = files(".out").get(0);
    String text = StagingPaths.text(sandbox, output);
    StagingPaths.write(sandbox, output, text.replaceFirst("(\"tripled\":)\\d", "$1{}").strip());

    theDamaged(run, "rows have a prediction and 1 an error");
  }

  @Test
  void anOutputThatWasLostIsFound() {
    TransformRun run = local(30);
    StagingPaths.delete(sandbox, files(".out").get(0));

    theDamaged(run, "is missing");
  }

  @Test
  void aRowLogThatWasLostIsFound() {
    TransformRun run = local(30);
    StagingPaths.delete(sandbox, files(".rows").get(0));

    Row damaged = theDamaged(run, "is missing");

    assertThat(damaged.<Boolean>getAs("checksum_ok")).isTrue();
  }

  @Test
  void aRowLogOfAnotherFileIsFound() {
    TransformRun run = local(31);
    StagingPaths.write(sandbox, files(".rows").get(0), "not a row log");

    theDamaged(run, "cannot be read to its end");
  }

  /** The one file that has a problem; the others are proven all the same. */
  private static Row theDamaged(TransformRun run, String problem) {
    Verification found = run.verify();
    assertThat(found.holds()).isFalse();
    assertThat(found.summary()).contains("failed verification: 1 of").contains(problem);
    assertThatThrownBy(found::requireHolds).hasMessageContaining(problem);
    Dataset<Row> sound = found.files().filter("problem IS NULL");
    assertThat(sound.count()).isPositive();
    assertThat(sound.filter("rows = scored + failed").count()).isEqualTo(sound.count());
    List<Row> damaged = found.files().filter("problem IS NOT NULL").collectAsList();
    assertThat(damaged).hasSize(1);
    assertThat(damaged.get(0).<String>getAs("problem")).contains(problem);
    return damaged.get(0);
  }

  private TransformRun local(long rows) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), rows))
        .option("executor", "local")
        .option("localModel", "class:" + LocalScoringTest.Tripling.class.getName())
        .option("stagingPath", path)
        .start()
        .await();
  }

  private TransformRun remote(ModelContainer container, long rows, Map<String, String> more) {
    return remote(container, Frames.numbers(sandbox.spark(), rows), more);
  }

  private TransformRun remote(ModelContainer container, Dataset<Row> df, Map<String, String> more) {
    return BatchTransform.on(df)
        .options(sandbox.options(sandbox.createModel(container)))
        .option("stagingPath", path)
        .options(more)
        .start()
        .await();
  }

  private List<String> files(String ending) {
    return StagingPaths.files(sandbox, path).stream()
        .filter(file -> file.endsWith(ending))
        .map(file -> path + "/" + file)
        .toList();
  }
}
