package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.load.ScoreServerProcess;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The local executor and a server: how many requests a second, against a plain load generator; and
 * how long all of the work takes, against what users write today.
 */
final class LocalBenchmark implements Benchmark {
  private static final Duration SLOW = Duration.ofMillis(5);

  /** A server that takes its time gets fewer, for rounds that are as long. */
  private static final long ROWS_PER_SLOW_ROW = 3;

  /** What sends one after another takes much longer. */
  private static final long ROWS_PER_BLOCKING_ROW = 30;

  @Override
  public String name() {
    return "local";
  }

  /** {@inheritDoc} Of the server that answers at once; the others get fewer. */
  @Override
  public long defaultRows() {
    return 60_000;
  }

  @Override
  public String master() {
    return "local[2]";
  }

  @Override
  public Report run(Workspace workspace, Effort effort) throws IOException {
    List<Comparison> comparisons = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    notes.add(
        "Against the load generator, ours is the wave alone, both by the server's clock; each sends"
            + " one record per request, "
            + Throughput.IN_FLIGHT
            + " at once at most.");
    try (ScoreServerProcess slow = ScoreServerProcess.start(SLOW);
        ScoreServerProcess fast = ScoreServerProcess.start(Duration.ZERO)) {
      Throughput throughput = new Throughput(workspace, effort);
      for (Throughput.Result result :
          List.of(
              throughput.compare("answers after 5 ms", slow, part(effort, ROWS_PER_SLOW_ROW)),
              throughput.compare("answers at once", fast, effort.rows()))) {
        comparisons.add(result.comparison());
        figures.addAll(result.figures());
      }
      long rows = part(effort, ROWS_PER_BLOCKING_ROW);
      comparisons.addAll(new Peers(workspace, effort, slow).compare(rows));
      if (effort.python().isPresent()) {
        Path python = effort.python().get();
        comparisons.addAll(new PythonPeers(workspace, effort, python).compare(rows, slow, fast));
      } else {
        notes.add("LEFT OUT: all that is compared in PySpark, since there is no Python for it.");
      }
    }
    return new Report(comparisons, figures, notes);
  }

  private static long part(Effort effort, long of) {
    return Math.max(1, effort.rows() / of);
  }
}
