package dev.batchtransform.benchmarks;

import dev.batchtransform.benchmarks.model.RandomEmbeddings;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.benchmarks.report.Report;
import dev.batchtransform.spark.BatchTransform;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reading a catalog joined with its embeddings, all columns. Theirs has answers that carry the
 * row's id, in as many files with as many rows, and joins them to the catalog on it.
 */
final class ReadingBenchmark implements Benchmark {
  private static final String RUN = "embeddings";
  private static final String ANSWER = "id BIGINT, prediction ARRAY<FLOAT>";

  @Override
  public String name() {
    return "reading";
  }

  @Override
  public long defaultRows() {
    return 60_000;
  }

  @Override
  public Report run(Workspace workspace, Effort effort) {
    SparkSession spark = workspace.spark();
    String runs = workspace.path("runs");
    String answers = workspace.path("answers");
    Dataset<Row> catalog = workspace.stored("catalog", GeneratedRows.catalog(spark, effort.rows()));
    Dataset<Row> scored = score(catalog, runs);
    scored.select("id", "prediction").write().json(answers);
    Dataset<Row> joined = theirs(spark, catalog, answers);
    SameRows.check("reading", ours(spark, runs).drop("prediction_error"), joined);

    Comparison comparison =
        effort
            .sideBySide()
            .compare(
                "catalog with embeddings",
                effort.rows(),
                workspace.size(answers),
                Side.of("read sagemaker", () -> consume(ours(spark, runs))),
                Side.of(
                    "spark.read.json and join on the id",
                    () -> consume(theirs(spark, catalog, answers))));
    return new Report(
        List.of(comparison),
        List.of(),
        List.of("Spark planned theirs as a " + joinOf(joined) + "; the catalog is Parquet."));
  }

  private static Dataset<Row> score(Dataset<Row> catalog, String runs) {
    return BatchTransform.on(catalog)
        .option("stagingPath", runs)
        .option("runId", RUN)
        .option("executor", "local")
        .option("localModel", "class:" + RandomEmbeddings.class.getName())
        .option("batchStrategy", "MultiRecord")
        .option("maxPayloadInMB", 1)
        .option("resultSchema", RandomEmbeddings.SCHEMA)
        .score();
  }

  private static Dataset<Row> ours(SparkSession spark, String runs) {
    return spark.read().format("sagemaker").option("runId", RUN).load(runs);
  }

  private static Dataset<Row> theirs(SparkSession spark, Dataset<Row> catalog, String answers) {
    return catalog.join(spark.read().schema(ANSWER).json(answers), "id");
  }

  private static void consume(Dataset<Row> df) {
    df.write().format("noop").mode("overwrite").save();
  }

  private static String joinOf(Dataset<Row> df) {
    String plan = df.queryExecution().executedPlan().toString();
    return List.of("BroadcastHashJoin", "SortMergeJoin", "ShuffledHashJoin").stream()
        .filter(plan::contains)
        .findFirst()
        .orElse("join of another kind");
  }
}
