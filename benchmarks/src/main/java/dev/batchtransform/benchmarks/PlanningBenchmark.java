package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.IdScores;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Figure;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.internal.ledger.RunOfManyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a driver needs to plan a read of very many files: ours reads the ledger, theirs lists a
 * folder with as many files of answers. Nothing is read of the files themselves.
 */
final class PlanningBenchmark implements Benchmark {
  private static final double MIB = 1L << 20;
  private static final int FOLDERS = 100;
  private static final String ANSWER = "{\"id\":0,\"score\":0.5}\n";

  @Override
  public String name() {
    return "planning";
  }

  /** {@inheritDoc} Here a row is a file. */
  @Override
  public long defaultRows() {
    return 100_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    long files = effort.rows();
    ScoredRun run =
        ScoredRun.of(
            workspace.stored("one", GeneratedRows.catalog(workspace.spark(), 1)),
            workspace.path("runs"),
            IdScores.class,
            IdScores.SCHEMA);
    long rows =
        RunOfManyFiles.of(
            run.stagingPath(),
            ScoredRun.ID,
            files,
            workspace.spark().sessionState().newHadoopConf());
    String answers = manyFiles(workspace.path("answers"), files);
    requireAll(theirs(workspace, answers), files);
    List<Figure> figures = new ArrayList<>(firstTime(run, rows));
    Comparison comparison =
        effort
            .sideBySide()
            .compare(
                "files",
                files,
                workspace.size(run.stagingPath()),
                Side.of("plan a read of sagemaker", () -> plan(run.result())),
                Side.of(
                    "plan a spark.read.json of as many files",
                    () -> plan(theirs(workspace, answers))));
    return new Report(
        List.of(comparison),
        List.copyOf(figures),
        List.of(
            "Only planned: of the run there is nothing but the ledger, and theirs is not joined.",
            "The first time is that of a JVM that has scored and read one row before."));
  }

  /** Seconds and heap of the first plan; what is planned is kept while the heap is looked at. */
  private static List<Figure> firstTime(ScoredRun run, long rows) {
    long before = heapInUse();
    List<Dataset<Row>> kept = new ArrayList<>();
    double seconds =
        SideBySide.seconds(
            () -> {
              kept.add(run.result());
              plan(kept.get(0));
            });
    double mib = (heapInUse() - before) / MIB;
    long counted = kept.get(0).count();
    if (counted != rows) {
      throw new IllegalStateException("The run has %d rows and not %d".formatted(counted, rows));
    }
    return List.of(
        new Figure("the first time, ours", seconds * 1e3, "ms"),
        new Figure("heap that a plan keeps, ours", mib, "MiB"));
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void plan(Dataset<Row> df) {
    if (df.rdd().getNumPartitions() == 0) {
      throw new IllegalStateException("Nothing is planned");
    }
  }

  private static Dataset<Row> theirs(Workspace workspace, String answers) {
    return workspace
        .spark()
        .read()
        .schema(IdScores.SCHEMA)
        .option("recursiveFileLookup", true)
        .json(answers);
  }

  private static void requireAll(Dataset<Row> df, long files) {
    if (df.inputFiles().length != files) {
      throw new IllegalStateException("Not all of %d files are planned".formatted(files));
    }
  }

  /** In folders, since file systems grow slow with very many files in one. */
  private static String manyFiles(String path, long files) {
    Path root = Path.of(URI.create(path));
    try {
      for (int folder = 0; folder < FOLDERS; folder++) {
        Files.createDirectories(root.resolve(Integer.toString(folder)));
      }
      for (long file = 0; file < files; file++) {
        Files.writeString(root.resolve(file % FOLDERS + "/" + file + ".json"), ANSWER);
      }
      return path;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
