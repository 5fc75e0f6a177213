package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.cloud.LocalCloudProcess;
import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.s3.LocalS3;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunStatus;
import dev.batchtransform.spark.TransformRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A whole run in little memory: how many rows per second each of its steps takes on, and that every
 * row comes back on its own. It is compared with nothing; one round, cold, as a nightly run is.
 */
final class MillionRowsBenchmark implements Benchmark {

  @Override
  public String name() {
    return "million";
  }

  @Override
  public long defaultRows() {
    return 1_000_000;
  }

  @Override
  public String master() {
    return "local[2]";
  }

  @Override
  public Report run(Workspace workspace, Effort effort) throws IOException {
    Dataset<Row> catalog =
        workspace.stored("catalog", GeneratedRows.catalog(workspace.spark(), effort.rows()));
    List<Figure> figures = new ArrayList<>();
    figures.addAll(
        measure(
            "local", catalog, workspace.path("local"), ScoredRun.inThisProcess(IdScores.class)));
    if (effort.emulator()) {
      try (LocalCloudProcess cloud = LocalCloudProcess.start(workspace.s3Conf())) {
        figures.addAll(
            measure(
                "batch-transform",
                catalog,
                workspace.path("batch-transform"),
                Map.of(
                    "model",
                    LocalCloudProcess.MODEL,
                    "endpointUrl",
                    cloud.endpoint().toString(),
                    "region",
                    LocalS3.REGION,
                    "pollInterval",
                    "500 ms")));
      }
    }
    return new Report(
        List.of(), figures, List.of("Each row came back once, with the answer to its own record."));
  }

  private static List<Figure> measure(
      String executor, Dataset<Row> df, String path, Map<String, String> options) {
    SparkSession spark = df.sparkSession();
    long rows = df.count();
    try (HeapWatch heap = new HeapWatch()) {
      double staging =
          SideBySide.seconds(() -> ScoredRun.stage(df, path, IdScores.SCHEMA, options));
      TransformRun run = BatchTransform.attach(spark, path, ScoredRun.ID);
      double scoring = SideBySide.seconds(run::await);
      double reading = SideBySide.seconds(() -> WholeRead.of(run.result()));
      List<Figure> figures = new ArrayList<>();
      figures.add(new Figure(executor + ", rows staged", rows / staging, "rows/s"));
      figures.add(new Figure(executor + ", rows scored", rows / scoring, "rows/s"));
      figures.add(new Figure(executor + ", rows read", rows / reading, "rows/s"));
      figures.addAll(heap.figures(executor));
      figures.addAll(balance(executor, rows, run));
      return figures;
    }
  }

  private static List<Figure> balance(String executor, long rowsIn, TransformRun run) {
    Row back =
        run.result()
            .selectExpr(
                "count(*)",
                "count(DISTINCT id)",
                "count_if(prediction.id = id)",
                "count(prediction_error)")
            .first();
    RunStatus status = run.status();
    if (status.rows() != rowsIn
        || back.getLong(0) != rowsIn
        || back.getLong(1) != rowsIn
        || back.getLong(2) + back.getLong(3) != rowsIn
        || back.getLong(3) != status.failedRows()) {
      throw new IllegalStateException(
          "The counts do not balance: %d rows in; %s; back, distinct, scored, failed: %s"
              .formatted(rowsIn, status, back));
    }
    return List.of(
        new Figure(executor + ", rows in", rowsIn, "rows"),
        new Figure(executor + ", rows scored with their own answer", back.getLong(2), "rows"),
        new Figure(executor + ", rows failed", back.getLong(3), "rows"));
  }
}
