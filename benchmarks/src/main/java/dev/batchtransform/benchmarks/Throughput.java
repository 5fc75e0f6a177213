package dev.batchtransform.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.batchtransform.benchmarks.load.LoadGeneratorProcess;
import dev.batchtransform.benchmarks.load.ScoreServerProcess;
import dev.batchtransform.benchmarks.load.ServerLoad;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Requests a second of a wave through the local executor, against a load generator that sends as
 * many of the same size. Both are timed by the server that answers them.
 */
final class Throughput {
  /** Requests, on both sides. */
  static final int IN_FLIGHT = 32;

  private final Workspace workspace;
  private final Effort effort;
  private int runs;
  private int mostInFlight;

  Throughput(Workspace workspace, Effort effort) {
    this.workspace = workspace;
    this.effort = effort;
  }

  /** What was compared, and what the server saw of both. */
  record Result(Comparison comparison, List<Figure> figures) {}

  Result compare(String name, ScoreServerProcess server, long rows) throws IOException {
    Dataset<Row> catalog =
        workspace.stored("catalog-" + name, GeneratedRows.catalog(workspace.spark(), rows));
    String record = catalog.toJSON().first();
    Path body = Files.writeString(Files.createTempFile("record", ".json"), record, UTF_8);
    mostInFlight = 0;
    try (LoadGeneratorProcess generator =
        LoadGeneratorProcess.start(server.address(), IN_FLIGHT, body)) {
      Comparison comparison =
          effort
              .sideBySide()
              .compare(
                  name,
                  rows,
                  rows * record.length(),
                  Side.timedElsewhere("executor local", () -> ours(catalog, server, rows)),
                  Side.timedElsewhere(
                      LoadGeneratorProcess.NAME, () -> theirs(generator, server, rows)));
      return new Result(
          comparison,
          List.of(
              perSecond(name + ", executor local", rows, comparison.ours().median()),
              new Figure(name + ", executor local, most in flight", mostInFlight, "requests"),
              perSecond(name + ", load generator", rows, comparison.theirs().median())));
    } finally {
      Files.delete(body);
    }
  }

  private static Figure perSecond(String of, long rows, double seconds) {
    return new Figure(of, rows / seconds, "requests/s");
  }

  /** Staging and reading send nothing, so the server's clock times the wave alone. */
  private double ours(Dataset<Row> catalog, ScoreServerProcess server, long rows) {
    String path = workspace.path("throughput-" + runs++);
    TransformRun run =
        BatchTransform.on(catalog)
            .option("stagingPath", path)
            .option("executor", "local")
            .option("localModel", server.address().toString())
            .option("localConcurrency", IN_FLIGHT)
            .option("resultSchema", ScoreServerProcess.SCHEMA)
            .start();
    server.take();
    run.await();
    ServerLoad load = sent(server, rows);
    mostInFlight = Math.max(mostInFlight, load.mostInFlight());
    long scored = run.result().where("prediction.id = id").count();
    if (scored != rows) {
      throw new IllegalStateException(
          "%d of %d rows came back with their own answer".formatted(scored, rows));
    }
    workspace.delete(path);
    return load.seconds();
  }

  private static double theirs(
      LoadGeneratorProcess generator, ScoreServerProcess server, long rows) {
    server.take();
    generator.send(rows);
    return sent(server, rows).seconds();
  }

  private static ServerLoad sent(ScoreServerProcess server, long rows) {
    ServerLoad load = server.take();
    if (load.requests() != rows) {
      throw new IllegalStateException(
          "%d requests were sent for %d rows".formatted(load.requests(), rows));
    }
    return load;
  }
}
