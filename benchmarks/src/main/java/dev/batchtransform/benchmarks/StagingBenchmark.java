package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Staging: the write of a run whose executor works only while somebody waits for it, so that {@code
 * wait=false} ends with the staged files. Theirs is {@code df.write.json} of the same rows.
 */
final class StagingBenchmark implements Benchmark {
  /** A row of 64 numbers is several times as long as one of the catalog. */
  private static final long CATALOG_ROWS_PER_WIDE_ROW = 4;

  @Override
  public String name() {
    return "staging";
  }

  /** {@inheritDoc} Of the catalog; there are a quarter as many rows of numbers. */
  @Override
  public long defaultRows() {
    return 400_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    List<String> notes = new ArrayList<>();
    long wideRows = Math.max(1, effort.rows() / CATALOG_ROWS_PER_WIDE_ROW);
    Dataset<Row> catalog =
        workspace.stored("catalog", GeneratedRows.catalog(workspace.spark(), effort.rows()));
    Dataset<Row> features =
        workspace.stored("features", GeneratedRows.features(workspace.spark(), wideRows));
    List<Comparison> comparisons =
        List.of(
            compare(workspace, effort, "catalog", catalog, false, notes),
            compare(workspace, effort, "64 numbers", features, false, notes),
            compare(workspace, effort, "catalog, gzip", catalog, true, notes),
            compare(workspace, effort, "64 numbers, gzip", features, true, notes));
    notes.add("Ours also keeps the rows themselves, to join the answers to; theirs is JSON alone.");
    if (effort.s3()) {
      notes.add("On S3, theirs commits by copying each file, as Spark does by default.");
    }
    return new Report(comparisons, List.of(), notes);
  }

  private static Comparison compare(
      Workspace workspace,
      Effort effort,
      String data,
      Dataset<Row> df,
      boolean gzip,
      List<String> notes) {
    String staged = workspace.path("staged");
    String json = workspace.path("json");
    Runnable ours = () -> stage(df, staged, gzip);
    Runnable theirs = () -> df.write().option("compression", gzip ? "gzip" : "none").json(json);

    ours.run();
    theirs.run();
    String input = staged + "/*/*/input";
    SameRows.check("staging of " + data, read(df, input), read(df, json));
    notes.add(
        String.format(
            Locale.ROOT,
            "%s: ours wrote %.1f MB in all, of which the model reads %.1f MB; theirs %.1f MB.",
            data,
            workspace.size(staged) / 1e6,
            workspace.size(input) / 1e6,
            workspace.size(json) / 1e6));
    workspace.delete(staged);
    workspace.delete(json);

    return effort
        .sideBySide()
        .compare(
            data,
            df.count(),
            df.selectExpr("sum(octet_length(to_json(struct(*))) + 1)").first().getLong(0),
            new Side("write sagemaker, staging only", ours, () -> workspace.delete(staged)),
            new Side(
                gzip ? "df.write.json, gzip" : "df.write.json",
                theirs,
                () -> workspace.delete(json)));
  }

  private static void stage(Dataset<Row> df, String path, boolean gzip) {
    df.write()
        .format("sagemaker")
        .option("executor", "local")
        .option("localModel", "class:" + IdScores.class.getName())
        .option("gzip", gzip)
        .option("wait", false)
        .mode("append")
        .save(path);
  }

  private static Dataset<Row> read(Dataset<Row> df, String path) {
    return df.sparkSession().read().schema(df.schema()).json(path);
  }
}
