package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.benchmarks.model.PickyScores;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What bad records cost: how many waves and further requests it takes until each stands alone and
 * all others are scored. It stands beside nothing; systems without isolation lose the file.
 */
final class IsolationBenchmark implements Benchmark {

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public long defaultRows() {
    return 20_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    Dataset<Row> catalog =
        workspace.stored("catalog", GeneratedRows.catalog(workspace.spark(), effort.rows()));
    List<Figure> figures = new ArrayList<>();
    figures.addAll(
        measure(
            "1 bad in 10,000",
            catalog,
            workspace.path("few"),
            PickyScores.ButOneInTenThousand.class));
    figures.addAll(
        measure(
            "5 percent bad", catalog, workspace.path("many"), PickyScores.ButOneInTwenty.class));
    return new Report(
        List.of(),
        figures,
        List.of(
            "One record a request. Every bad record stood alone, and every other one was scored."));
  }

  private static List<Figure> measure(
      String data, Dataset<Row> df, String path, Class<? extends IdScores> model) {
    long rows = df.count();
    PickyScores.takeRequests();
    TransformRun run =
        BatchTransform.on(df)
            .option("stagingPath", path)
            .option("executor", "local")
            .option("localModel", "class:" + model.getName())
            .option("resultSchema", IdScores.SCHEMA)
            .start()
            .await();
    long requests = PickyScores.takeRequests();
    long waves =
        df.sparkSession()
            .read()
            .format("sagemaker")
            .option("table", "runs")
            .load(path)
            .select("waves")
            .first()
            .getInt(0);
    Row back =
        run.result()
            .selectExpr(
                "count(*)",
                "count_if(prediction.id = id)",
                "count(prediction_error)",
                "count(DISTINCT prediction_error.file, prediction_error.line)")
            .first();
    if (back.getLong(0) != rows || back.getLong(1) + back.getLong(2) != rows) {
      throw new IllegalStateException(
          "The counts do not balance: %d rows in; back, scored, failed: %s".formatted(rows, back));
    }
    return List.of(
        new Figure(data + ", rows", rows, "rows"),
        new Figure(data + ", rows failed", back.getLong(2), "rows"),
        new Figure(data + ", waves", waves, "waves"),
        new Figure(data + ", requests beside one a row", requests - rows, "requests"));
  }
}
