package dev.batchtransform.benchmarks;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.model.LocalModel;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A run that a model in this JVM has answered, to be read again and again. */
record ScoredRun(SparkSession spark, String stagingPath) {
  static final String ID = "scored";

  static ScoredRun of(
      Dataset<Row> df, String stagingPath, Class<? extends LocalModel> model, String type) {
    return of(df, stagingPath, model, type, Map.of());
  }

  static ScoredRun of(
      Dataset<Row> df,
      String stagingPath,
      Class<? extends LocalModel> model,
      String type,
      Map<String, String> more) {
    BatchTransform.on(df)
        .option("stagingPath", stagingPath)
        .option("runId", ID)
        .option("executor", "local")
        .option("localModel", "class:" + model.getName())
        .option("batchStrategy", "MultiRecord")
        .option("maxPayloadInMB", 1)
        .option("resultSchema", type)
        .options(more)
        .score();
    return new ScoredRun(df.sparkSession(), stagingPath);
  }

  Dataset<Row> result() {
    return spark.read().format("sagemaker").option("runId", ID).load(stagingPath);
  }
}
