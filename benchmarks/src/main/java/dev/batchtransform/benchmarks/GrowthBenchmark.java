package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whole runs of more and more rows, in one JVM: whether a row costs the same in a large run as in a
 * small one, and memory stays what it is. Compared with nothing but itself.
 */
final class GrowthBenchmark implements Benchmark {
  /** The seconds in which a JVM gets warm must not count for the first. */
  private static final long WARM_UP_ROWS = 200_000;

  private static final List<Long> PER_DECADE = List.of(1L, 3L);

  @Override
  public String name() {
    return "growth";
  }

  /** {@inheritDoc} Of the largest run; with {@code --long} 100 million. */
  @Override
  public long defaultRows() {
    return 3_000_000;
  }

  @Override
  public long longRows() {
    return 100_000_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    if (effort.warmUps() > 0) {
      measure(workspace, Math.min(effort.rows(), WARM_UP_ROWS));
    }
    List<Figure> figures = new ArrayList<>();
    double first = 0;
    double slowest = Double.MAX_VALUE;
    for (long rows : sizes(effort.rows())) {
      Size size = measure(workspace, rows);
      first = first == 0 ? size.rowsPerSecond() : first;
      slowest = Math.min(slowest, size.rowsPerSecond());
      figures.addAll(size.figures());
    }
    figures.add(new Figure("slowest, of the smallest's rows a second", 100 * slowest / first, "%"));
    return new Report(
        List.of(),
        figures,
        List.of(
            "Staged, scored by a model in the same process, read with all columns; each row once, with the answer to its own record."));
  }

  private static List<Long> sizes(long largest) {
    List<Long> sizes = new ArrayList<>();
    for (long decade = 1_000_000; decade < largest; decade *= 10) {
      for (long times : PER_DECADE) {
        if (decade * times < largest) {
          sizes.add(decade * times);
        }
      }
    }
    sizes.add(largest);
    return sizes;
  }

  /** What a run of a size took. */
  private record Size(
      long rows, double staging, double scoring, double reading, List<Figure> heap) {
    double rowsPerSecond() {
      return rows / (staging + scoring + reading);
    }

    List<Figure> figures() {
      String of = String.format(Locale.ROOT, "%,d rows, ", rows);
      List<Figure> figures = new ArrayList<>();
      figures.add(new Figure(of + "whole run", rowsPerSecond(), "rows/s"));
      figures.add(new Figure(of + "staged", rows / staging, "rows/s"));
      figures.add(new Figure(of + "scored", rows / scoring, "rows/s"));
      figures.add(new Figure(of + "read", rows / reading, "rows/s"));
      heap.forEach(
          each ->
              figures.add(new Figure(of + each.name().substring(2), each.value(), each.unit())));
      return figures;
    }
  }

  private static Size measure(Workspace workspace, long rows) {
    String catalogPath = "catalog-" + rows;
    String path = workspace.path("run-" + rows);
    Dataset<Row> catalog =
        workspace.stored(catalogPath, GeneratedRows.catalog(workspace.spark(), rows));
    try (HeapWatch heap = new HeapWatch()) {
      double staging =
          SideBySide.seconds(
              () ->
                  ScoredRun.stage(
                      catalog, path, IdScores.SCHEMA, ScoredRun.inThisProcess(IdScores.class)));
      TransformRun run = BatchTransform.attach(workspace.spark(), path, ScoredRun.ID);
      double scoring = SideBySide.seconds(run::await);
      double reading = SideBySide.seconds(() -> requireOwnAnswers(run, rows));
      return new Size(rows, staging, scoring, reading, heap.figures(""));
    } finally {
      workspace.delete(path);
      workspace.delete(workspace.path(catalogPath));
    }
  }

  /** Reads every column of every row, since it hashes them. */
  private static void requireOwnAnswers(TransformRun run, long rows) {
    Row back =
        run.result()
            .selectExpr(
                "count(*)",
                "count_if(prediction.id = id)",
                "bit_xor(xxhash64(id, title, description, category, price))",
                "bit_xor(xxhash64(id))",
                "sum(id)")
            .first();
    long sum = rows % 2 == 0 ? rows / 2 * (rows - 1) : (rows - 1) / 2 * rows;
    if (back.getLong(0) != rows || back.getLong(1) != rows || back.getLong(4) != sum) {
      throw new IllegalStateException(
          "Of %d rows came back, and with their own answer: %s".formatted(rows, back));
    }
  }
}
