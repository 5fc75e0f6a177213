package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.it.LocalScoringTest.Tripling;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tables of the session's catalog. Their names are no other test's view's, which would hide them.
 */
@Tag("compat")
@ExtendWith(SandboxExtension.class)
class SqlTablesTest {
  private final Sandbox sandbox;
  private final String path;

  SqlTablesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.path = sandbox.stagingPath();
  }

  @AfterEach
  void dropAll() {
    for (String table : List.of("scores", "nights", "queue", "made", "some", "saved")) {
      sql("DROP TABLE IF EXISTS of_tables_" + table);
    }
    sql("DROP VIEW IF EXISTS of_tables_view");
  }

  @Test
  void aTableWithoutColumnsIsTheResultOfItsRun() {
    score("n1", 4);
    create("scores", "", "runId 'n1'");

    assertThat(sql("SELECT id, prediction.tripled FROM of_tables_scores WHERE id > 1 ORDER BY id"))
        .containsExactly(RowFactory.create(2L, 6L), RowFactory.create(3L, 9L));
    assertThat(sql("SELECT count(*) FROM of_tables_scores")).containsExactly(RowFactory.create(4L));
    assertThat(sql("DESCRIBE of_tables_scores"))
        .extracting(row -> row.getString(0))
        .contains("id", "name", "prediction", "prediction_error");
  }

  @Test
  void aTableOfSeveralRunsSaysWhichRunEachRowIsOf() {
    score("n1", 4);
    score("n2", 2);
    create("nights", "", "runId 'n*'");

    assertThat(sql("SELECT run_id, count(*) FROM of_tables_nights GROUP BY run_id ORDER BY run_id"))
        .containsExactly(RowFactory.create("n1", 4L), RowFactory.create("n2", 2L));
    assertThat(sql("SELECT count(*) FROM of_tables_nights WHERE run_id = 'n2'"))
        .containsExactly(RowFactory.create(2L));
  }

  @Test
  void aTableWithColumnsTakesRowsAndEachInsertIsARun() {
    create("queue", "(id BIGINT, name STRING)", local());

    sql("INSERT INTO of_tables_queue SELECT id, 'a' FROM range(3)");
    sql("INSERT INTO of_tables_queue SELECT id, 'b' FROM range(5)");

    assertThat(
            sandbox
                .spark()
                .read()
                .format("sagemaker")
                .option("table", "all")
                .load(path)
                .where("prediction.tripled = 3 * id")
                .groupBy("name")
                .count()
                .orderBy("name")
                .collectAsList())
        .containsExactly(RowFactory.create("a", 3L), RowFactory.create("b", 5L));
    assertThat(sql("SELECT DISTINCT name FROM of_tables_queue"))
        .containsExactly(RowFactory.create("b"));
  }

  @Test
  void aTableThatIsMadeOfAQueryIsARunOverIt() {
    sql(
        "CREATE TABLE of_tables_made USING sagemaker OPTIONS (path '%s', runId 'made', %s) AS SELECT id FROM range(3)"
            .formatted(path, local()));
    create("scores", "", "runId 'made'");

    assertThat(sql("SELECT id, prediction.tripled FROM of_tables_scores ORDER BY id"))
        .containsExactly(
            RowFactory.create(0L, 0L), RowFactory.create(1L, 3L), RowFactory.create(2L, 6L));
  }

  @Test
  void someColumnsOfAResultAreTakenByTheirNames() {
    score("n1", 2);
    create("some", "(prediction STRUCT<tripled: BIGINT>, id BIGINT)", "runId 'n1'");

    assertThat(sql("SELECT * FROM of_tables_some ORDER BY id"))
        .containsExactly(
            RowFactory.create(RowFactory.create(0L), 0L),
            RowFactory.create(RowFactory.create(3L), 1L));
  }

  @Test
  void droppingATableDropsNoRun() {
    score("n1", 2);
    create("scores", "", "runId 'n1'");

    sql("DROP TABLE of_tables_scores");

    assertThat(sandbox.spark().read().format("sagemaker").load(path).count()).isEqualTo(2);
  }

  @Test
  void aMisspeltOptionIsRefusedByName() {
    score("n1", 2);

    assertThatThrownBy(
            () -> {
              create("scores", "", "runIdd 'n1'");
              sql("SELECT * FROM of_tables_scores");
            })
        .hasStackTraceContaining("The nearest known one is 'runId'");
    assertThatThrownBy(
            () -> {
              create("queue", "(id BIGINT)", "runIdd 'n1', " + local());
              sql("INSERT INTO of_tables_queue SELECT id FROM range(3)");
            })
        .hasStackTraceContaining("The nearest known one is 'runId'");
  }

  /** Spark 3.5 asks nobody about the options of a table that it makes. */
  @Test
  void aTableThatWasMadeWithAMisspeltOptionCanBeDropped() {
    for (String columns : List.of("", "(id BIGINT)")) {
      try {
        create("scores", columns, "runIdd 'n1', " + local());
      } catch (RuntimeException refused) {
        assertThat(refused).hasStackTraceContaining("The nearest known one is 'runId'");
      }
      sql("DROP TABLE IF EXISTS of_tables_scores");
      assertThat(sql("SHOW TABLES LIKE 'of_tables_scores'")).isEmpty();
    }
  }

  @Test
  void anInsertThatOverwritesReplacesTheRunThatTheTableNamesAndNoOther() {
    score("n1", 4);
    create("queue", "(id BIGINT, name STRING)", "runId 'q', " + local());

    sql("INSERT INTO of_tables_queue SELECT id, 'a' FROM range(3)");
    sql("INSERT OVERWRITE of_tables_queue SELECT id, 'b' FROM range(5)");

    assertThat(runs().selectExpr("id", "rows").orderBy("id").collectAsList())
        .containsExactly(RowFactory.create("n1", 4L), RowFactory.create("q", 5L));
    assertThat(sql("SELECT DISTINCT name FROM of_tables_queue"))
        .containsExactly(RowFactory.create("b"));
  }

  @Test
  void whatIsSavedAsATableIsARunOrIsRefusedWithWhatToDo() {
    DataFrameWriter<Row> write =
        Frames.numbers(sandbox.spark(), 3)
            .write()
            .format("sagemaker")
            .option("path", path)
            .option("runId", "saved")
            .option("executor", "local")
            .option("localModel", "class:" + Tripling.class.getName());
    if (sandbox.spark().version().startsWith("3.")) {
      assertThatThrownBy(() -> write.saveAsTable("of_tables_saved"))
          .hasMessageContaining("Missing option 'model'")
          .hasMessageContaining("saveAsTable() makes it without any")
          .hasMessageContaining("save(path)");
      assertThat(sql("SHOW TABLES LIKE 'of_tables_saved'")).isEmpty();
    } else {
      write.saveAsTable("of_tables_saved");
      assertThat(runs().selectExpr("id", "rows").collectAsList())
          .containsExactly(RowFactory.create("saved", 3L));
    }
  }

  @Test
  void aViewOfAResultTakesNoRows() {
    score("n1", 4);
    sql(
        "CREATE TEMPORARY VIEW of_tables_view USING sagemaker OPTIONS (path '%s', runId 'n1')"
            .formatted(path));

    assertThatThrownBy(() -> sql("INSERT INTO of_tables_view SELECT id, 'a' FROM range(3)"))
        .hasMessageContaining("Cannot insert into the result of run n1: it is only read.");
    assertThat(runs().count()).isEqualTo(1);
  }

  @Test
  void aViewWithColumnsTakesRowsAsATableDoes() {
    sql(
        "CREATE TEMPORARY VIEW of_tables_view (id BIGINT, name STRING) USING sagemaker OPTIONS (path '%s', runId 'v', %s)"
            .formatted(path, local()));

    sql("INSERT INTO of_tables_view SELECT id, 'a' FROM range(3)");

    assertThat(sql("SELECT id, name FROM of_tables_view WHERE id = 2"))
        .containsExactly(RowFactory.create(2L, "a"));
    assertThatThrownBy(() -> sql("INSERT INTO of_tables_view SELECT id FROM range(3)"))
        .hasMessageContaining("Cannot insert id BIGINT");
  }

  @Test
  void aCatalogHasTheRunsOfAStagingPath() {
    score("n1", 4);
    score("n2", 2);
    sandbox.spark().conf().set("spark.sql.catalog.of_runs.nightly", path);
    sandbox
        .spark()
        .conf()
        .set("spark.sql.catalog.of_runs", "dev.batchtransform.spark.SageMakerCatalog");

    assertThat(sql("SHOW NAMESPACES IN of_runs")).containsExactly(RowFactory.create("nightly"));
    assertThat(sql("SHOW TABLES IN of_runs.nightly"))
        .extracting(row -> row.getString(1))
        .contains("latest", "all", "runs", "files", "dead_letters", "n1", "n2");
    assertThat(sql("SELECT count(*) FROM of_runs.nightly.latest"))
        .containsExactly(RowFactory.create(2L));
    assertThat(sql("SELECT prediction.tripled FROM of_runs.nightly.n1 WHERE id = 3"))
        .containsExactly(RowFactory.create(9L));
    assertThat(sql("SELECT run_id, count(*) FROM of_runs.nightly.all GROUP BY 1 ORDER BY 1"))
        .containsExactly(RowFactory.create("n1", 4L), RowFactory.create("n2", 2L));
    assertThat(sql("SELECT id FROM of_runs.nightly.runs ORDER BY 1"))
        .containsExactly(RowFactory.create("n1"), RowFactory.create("n2"));
    assertThat(sql("SELECT count(*) FROM of_runs.`" + path + "`.latest"))
        .containsExactly(RowFactory.create(2L));
    assertThat(sql("DESCRIBE of_runs.nightly.n1"))
        .extracting(row -> row.getString(0))
        .contains("id", "name", "prediction", "prediction_error");
    assertThatThrownBy(() -> sql("SELECT * FROM of_runs.nightly.n3"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");

    sql(
        "CREATE TABLE of_runs.nightly.n3 OPTIONS (%s) AS SELECT id FROM range(3)"
            .formatted(local()));
    assertThat(sql("SELECT prediction.tripled FROM of_runs.nightly.n3 ORDER BY id"))
        .containsExactly(RowFactory.create(0L), RowFactory.create(3L), RowFactory.create(6L));
    assertThatThrownBy(() -> sql("CREATE TABLE of_runs.nightly.n4 (id BIGINT)"))
        .hasMessageContainingAll("n4 without rows", "CREATE TABLE ... AS SELECT");
    assertThatThrownBy(() -> sql("CREATE TABLE of_runs.nightly.files AS SELECT 1 AS id"))
        .hasStackTraceContaining("files");
    assertThatThrownBy(
            () ->
                sql(
                    "CREATE TABLE of_runs.nightly.n5 OPTIONS (modell 'm') AS SELECT id FROM range(3)"))
        .hasStackTraceContaining("The nearest known one is 'model'");
    assertThatThrownBy(() -> sql("DROP TABLE of_runs.nightly.n3"))
        .hasMessageContaining("BatchTransform.purge");
    assertThat(sql("SELECT count(*) FROM of_runs.nightly.n3"))
        .containsExactly(RowFactory.create(3L));
  }

  private void create(String table, String columns, String options) {
    sql(
        "CREATE TABLE of_tables_%s %s USING sagemaker OPTIONS (path '%s', %s)"
            .formatted(table, columns, path, options));
  }

  private Dataset<Row> runs() {
    return sandbox.spark().read().format("sagemaker").option("table", "runs").load(path);
  }

  private static String local() {
    return "executor 'local', localModel 'class:" + Tripling.class.getName() + "'";
  }

  private void score(String runId, long rows) {
    Frames.numbers(sandbox.spark(), rows)
        .write()
        .format("sagemaker")
        .mode("append")
        .option("executor", "local")
        .option("localModel", "class:" + Tripling.class.getName())
        .option("runId", runId)
        .save(path);
  }

  private List<Row> sql(String text) {
    return sandbox.spark().sql(text).collectAsList();
  }
}
