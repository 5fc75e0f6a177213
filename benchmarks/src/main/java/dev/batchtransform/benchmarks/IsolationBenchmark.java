package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.benchmarks.model.PickyScores;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.internal.run.wave.IsolationSimulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What bad records cost: how many waves and further requests it takes until each stands alone and
 * all others are scored. It is compared with nothing; systems without isolation lose the file.
 *
 * <p>Two parts. Real runs of the local executor, which tells which records of a file have failed;
 * and runs that are simulated with the planner and the policy of real ones, where nothing is known
 * of single records, as SageMaker reports nothing.
 */
final class IsolationBenchmark implements Benchmark {
  private static final long[] SIMULATED_ROWS = {100_000, 1_000_000, 10_000_000, 100_000_000};
  private static final double[] SIMULATED_SHARES = {0.0001, 0.001, 0.01, 0.05};
  private static final int TASKS = 200;
  private static final int RECORD_BYTES = 200;
  private static final int MAX_ATTEMPTS = 4;

  /** What is promised up to a million rows and one bad record in a hundred. */
  private static final double MOST_SENT_PER_ROW = 2.5;

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public long defaultRows() {
    return 1_000_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    Dataset<Row> catalog =
        workspace.stored("catalog", GeneratedRows.catalog(workspace.spark(), effort.rows()));
    List<Figure> figures = new ArrayList<>();
    for (PickyScores.Share share : PickyScores.Share.values()) {
      figures.addAll(measure(share, catalog, workspace.path(share.name())));
    }
    return new Report(
        List.of(),
        figures,
        List.of(
            "Real runs, local executor, one record per request. Every row with MODEL_ERROR is a bad"
                + " one and every bad one is such a row, checked row by row; nothing was sent twice.",
            "Simulated, transform jobs, " + TASKS + " tasks, maxAttempts " + MAX_ATTEMPTS + ":",
            simulated()));
  }

  private static List<Figure> measure(PickyScores.Share share, Dataset<Row> df, String path) {
    long rows = df.count();
    PickyScores.takeRequests();
    TransformRun run =
        BatchTransform.on(df)
            .option("stagingPath", path)
            .option("executor", "local")
            .option("localModel", "class:" + share.model().getName())
            .option("resultSchema", IdScores.SCHEMA)
            .start()
            .await();
    long requests = PickyScores.takeRequests();
    Row back =
        run.result()
            .selectExpr(
                "count(*)",
                "count_if(prediction.id = id)",
                "count(prediction_error)",
                "count_if(prediction_error.code = 'MODEL_ERROR')",
                "count_if(prediction_error.code = 'NOT_ISOLATED')")
            .first();
    require(back.getLong(0) == rows, "%d rows in, but back, scored, failed: %s", rows, back);
    require(back.getLong(1) + back.getLong(2) == rows, "counts do not balance: %s", back);
    require(
        back.getLong(3) + back.getLong(4) == back.getLong(2), "rows failed otherwise: %s", back);
    require(back.getLong(4) == 0, "rows were not isolated: %s", back);
    require(requests == rows, "%d requests were sent for %d rows", requests, rows);
    int waves = waves(df, path);
    require(waves == 1, "it took %d waves", waves);
    long bad =
        run
            .result()
            .where("prediction_error.code = 'MODEL_ERROR'")
            .select("id")
            .collectAsList()
            .stream()
            .filter(row -> share.isBad(row.getLong(0)))
            .count();
    require(bad == back.getLong(3), "%d of the blamed rows are good", back.getLong(3) - bad);
    return List.of(
        new Figure(share.text() + " bad, rows", rows, "rows"),
        new Figure(share.text() + " bad, rows failed, each alone", back.getLong(3), "rows"),
        new Figure(share.text() + " bad, rows not isolated", back.getLong(4), "rows"),
        new Figure(share.text() + " bad, waves", waves, "waves"),
        new Figure(
            share.text() + " bad, requests beyond one per row", requests - rows, "requests"));
  }

  private static int waves(Dataset<Row> df, String path) {
    return df.sparkSession()
        .read()
        .format("sagemaker")
        .option("table", "runs")
        .load(path)
        .select("waves")
        .first()
        .getInt(0);
  }

  private static String simulated() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%n  %12s %8s %10s %8s %12s %12s %14s%n",
                "rows",
                "bad",
                "bad rows",
                "waves",
                "sent per row",
                "alone",
                "NOT_ISOLATED"));
    for (long rows : SIMULATED_ROWS) {
      for (double share : SIMULATED_SHARES) {
        IsolationSimulation.Outcome outcome =
            IsolationSimulation.simulate(rows, share, TASKS, RECORD_BYTES, MAX_ATTEMPTS, 1);
        require(outcome.goodModelErrors() == 0, "a good row is blamed: %s", outcome);
        if (rows <= 1_000_000 && share <= 0.01) {
          require(outcome.notIsolated() == 0, "rows were not isolated: %s", outcome);
          require(outcome.sentPerRow() <= MOST_SENT_PER_ROW, "too many were sent: %s", outcome);
        }
        table.append(
            String.format(
                Locale.ROOT,
                "  %,12d %7s%% %,10d %8d %12.2f %,12d %,14d%n",
                rows,
                100 * share,
                outcome.bad(),
                outcome.waves(),
                outcome.sentPerRow(),
                outcome.modelErrors(),
                outcome.notIsolated()));
      }
    }
    return table.toString();
  }

  private static void require(boolean holds, String message, Object... facts) {
    if (!holds) {
      throw new IllegalStateException(String.format(Locale.ROOT, message, facts));
    }
  }
}
