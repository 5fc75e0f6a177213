package dev.batchtransform.benchmarks;

import com.microsoft.azure.synapse.ml.io.http.JSONOutputParser;
import com.microsoft.azure.synapse.ml.io.http.SimpleHTTPTransformer;
import dev.batchtransform.benchmarks.load.ScoreServerProcess;
import dev.batchtransform.benchmarks.report.Comparison;
import dev.batchtransform.spark.BatchTransform;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Scoring and reading every row, against what is written by hand in Java or Scala instead. */
final class Peers {
  private final Workspace workspace;
  private final Effort effort;
  private final ScoreServerProcess server;

  Peers(Workspace workspace, Effort effort, ScoreServerProcess server) {
    this.workspace = workspace;
    this.effort = effort;
    this.server = server;
  }

  List<Comparison> compare(long rows) {
    Dataset<Row> catalog =
        workspace.stored("catalog-of-peers", GeneratedRows.catalog(workspace.spark(), rows));
    SameRows.check("local with mapPartitions", plain(ours(catalog)), plain(blocking(catalog)));
    SameRows.check("local with SynapseML", plain(ours(catalog)), plain(synapse(catalog)));
    return List.of(
        compare(
            catalog,
            Side.of("mapPartitions, one java.net.http call a row", () -> take(blocking(catalog)))),
        compare(
            catalog,
            Side.of("SynapseML SimpleHTTPTransformer, 32 at once", () -> take(synapse(catalog)))));
  }

  private Comparison compare(Dataset<Row> catalog, Side theirs) {
    return effort
        .sideBySide()
        .compare(
            "score and read, answers after 5 ms",
            catalog.count(),
            catalog.toJSON().collectAsList().stream().mapToLong(String::length).sum(),
            Side.of("score()", () -> take(ours(catalog))),
            theirs);
  }

  private Dataset<Row> ours(Dataset<Row> catalog) {
    return BatchTransform.on(catalog)
        .option("stagingPath", workspace.path("peers"))
        .option("executor", "local")
        .option("localModel", server.address().toString())
        .option("localConcurrency", Throughput.IN_FLIGHT)
        .option("resultSchema", ScoreServerProcess.SCHEMA)
        .score();
  }

  private Dataset<Row> blocking(Dataset<Row> catalog) {
    String url = server.address().resolve("/invocations").toString();
    MapPartitionsFunction<String, String> score = records -> new BlockingCalls(url, records);
    // The row is JSON here and not joined: what a user does about that comes on top.
    return catalog
        .toJSON()
        .mapPartitions(score, Encoders.STRING())
        .select(functions.from_json(functions.col("value"), schema()).as("prediction"));
  }

  private Dataset<Row> synapse(Dataset<Row> catalog) {
    SimpleHTTPTransformer transformer = new SimpleHTTPTransformer();
    transformer.setInputCol("record");
    transformer.setOutputCol("prediction");
    transformer.setUrl(server.address().resolve("/invocations").toString());
    transformer.setOutputParser(new JSONOutputParser().setDataType(schema()));
    transformer.setConcurrency(Throughput.IN_FLIGHT);
    return transformer.transform(
        catalog.withColumn("record", functions.struct(functions.col("*"))));
  }

  private static StructType schema() {
    return StructType.fromDDL(ScoreServerProcess.SCHEMA);
  }

  private static Dataset<Row> plain(Dataset<Row> scored) {
    return scored.select("prediction.id", "prediction.score");
  }

  private static void take(Dataset<Row> scored) {
    WholeRead.of(plain(scored));
  }
}
