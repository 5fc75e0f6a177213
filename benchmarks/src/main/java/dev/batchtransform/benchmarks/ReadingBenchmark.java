package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.Labels;
import dev.batchtransform.benchmarks.model.NestedScores;
import dev.batchtransform.benchmarks.model.RandomEmbeddings;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.model.LocalModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reading a catalog joined with its answers, all columns. Theirs has answers that carry the row's
 * id, in as many files with as many rows, and joins them to the catalog on it.
 */
final class ReadingBenchmark implements Benchmark {
  /** A row of 384 numbers is many times as long as a small answer. */
  private static final int SMALL_ANSWERS_PER_EMBEDDING = 10;

  private static final List<Kind> KINDS =
      List.of(
          new Kind("embeddings", RandomEmbeddings.class, "ARRAY<FLOAT>", 1, false),
          new Kind("one string", Labels.class, "STRING", SMALL_ANSWERS_PER_EMBEDDING, true),
          new Kind(
              "nested struct",
              NestedScores.class,
              "STRUCT<" + NestedScores.SCHEMA + ">",
              SMALL_ANSWERS_PER_EMBEDDING,
              true));

  /**
   * Answers of a kind.
   *
   * @param times how many times as many rows there are
   * @param shuffled whether theirs is joined by a shuffle, as what is too large to be broadcast
   */
  private record Kind(
      String name, Class<? extends LocalModel> model, String type, int times, boolean shuffled) {}

  @Override
  public String name() {
    return "reading";
  }

  /** {@inheritDoc} With embeddings; there are ten times as many with small answers. */
  @Override
  public long defaultRows() {
    return 60_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    List<String> notes = new ArrayList<>();
    List<Comparison> comparisons =
        KINDS.stream().map(kind -> compare(workspace, effort, kind, notes)).toList();
    notes.add("The catalog is Parquet.");
    return new Report(comparisons, List.of(), notes);
  }

  private static Comparison compare(
      Workspace workspace, Effort effort, Kind kind, List<String> notes) {
    SparkSession spark = workspace.spark();
    String folder = kind.name().replace(' ', '-');
    String runs = workspace.path("runs-" + folder);
    String answers = workspace.path("answers-" + folder);
    long rows = effort.rows() * kind.times();
    Dataset<Row> catalog =
        workspace.stored("catalog-" + folder, GeneratedRows.catalog(spark, rows));
    ScoredRun run = ScoredRun.of(catalog, runs, kind.model(), kind.type());
    run.result().select("id", "prediction").write().json(answers);
    Dataset<Row> joined = theirs(catalog, answers, kind);
    SameRows.check("reading " + kind.name(), run.result().drop("prediction_error"), joined);
    notes.add("%s: Spark planned theirs as a %s.".formatted(kind.name(), joinOf(joined)));
    Comparison comparison =
        effort
            .sideBySide()
            .compare(
                "catalog with " + kind.name(),
                rows,
                workspace.size(answers),
                Side.of("read sagemaker", () -> WholeRead.of(run.result())),
                Side.of(
                    "spark.read.json and join on the id",
                    () -> WholeRead.of(theirs(catalog, answers, kind))));
    workspace.delete(runs);
    workspace.delete(answers);
    return comparison;
  }

  private static Dataset<Row> theirs(Dataset<Row> catalog, String answers, Kind kind) {
    Dataset<Row> read =
        catalog.sparkSession().read().schema("id BIGINT, prediction " + kind.type()).json(answers);
    return catalog.join(kind.shuffled() ? read.hint("merge") : read, "id");
  }

  private static String joinOf(Dataset<Row> df) {
    String plan = df.queryExecution().executedPlan().toString();
    return List.of("BroadcastHashJoin", "SortMergeJoin", "ShuffledHashJoin").stream()
        .filter(plan::contains)
        .findFirst()
        .orElse("join of another kind");
  }
}
