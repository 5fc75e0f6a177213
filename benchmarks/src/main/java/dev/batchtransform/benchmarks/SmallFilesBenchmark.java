package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.Labels;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reading many small files, as isolation leaves them: what each costs to open. Theirs reads as many
 * files of answers that carry the row's id, and joins them.
 */
final class SmallFilesBenchmark implements Benchmark {
  private static final int ROWS_OF_A_FILE = 13;

  @Override
  public String name() {
    return "small-files";
  }

  /** {@inheritDoc} They fill 10,000 files. */
  @Override
  public long defaultRows() {
    return 130_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    long files = Math.max(1, effort.rows() / ROWS_OF_A_FILE);
    Dataset<Row> catalog =
        workspace.stored(
            "catalog", GeneratedRows.catalog(workspace.spark(), files * ROWS_OF_A_FILE));
    String answers = workspace.path("answers");
    ScoredRun run =
        ScoredRun.of(
            catalog,
            workspace.path("runs"),
            Labels.class,
            Labels.SCHEMA,
            Map.of("maxRecordsPerFile", Integer.toString(ROWS_OF_A_FILE)));
    run.result()
        .select("id", "prediction")
        .write()
        .option("maxRecordsPerFile", ROWS_OF_A_FILE)
        .json(answers);
    SameRows.check("small files", run.result().drop("prediction_error"), theirs(catalog, answers));
    Comparison comparison =
        effort
            .sideBySide()
            .compare(
                "files of 13 rows",
                files * ROWS_OF_A_FILE,
                workspace.size(answers),
                Side.of("read sagemaker", () -> WholeRead.of(run.result())),
                Side.of(
                    "spark.read.json and join on the id",
                    () -> WholeRead.of(theirs(catalog, answers))));
    return new Report(
        List.of(comparison),
        List.of(
            new Figure("a file, ours", comparison.ours().median() / files * 1e6, "us"),
            new Figure("a file, theirs", comparison.theirs().median() / files * 1e6, "us")),
        List.of("Time on the clock, with all cores, planning included."));
  }

  private static Dataset<Row> theirs(Dataset<Row> catalog, String answers) {
    return catalog.join(
        catalog.sparkSession().read().schema("id BIGINT, prediction STRING").json(answers), "id");
  }
}
