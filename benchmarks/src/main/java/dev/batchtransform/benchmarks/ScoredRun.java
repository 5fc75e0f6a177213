package dev.batchtransform.benchmarks;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.model.LocalModel;
import java.util.HashMap;
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
    Map<String, String> options = new HashMap<>(inThisProcess(model));
    options.putAll(more);
    stage(df, stagingPath, type, options);
    TransformRun unused = BatchTransform.attach(df.sparkSession(), stagingPath, ID).await();
    return new ScoredRun(df.sparkSession(), stagingPath);
  }

  /** Options of a run that a model in this JVM answers. */
  static Map<String, String> inThisProcess(Class<? extends LocalModel> model) {
    return Map.of("executor", "local", "localModel", "class:" + model.getName());
  }

  /**
   * Stages a run of that id. A model in this process answers only when it is awaited; SageMaker
   * begins at once.
   *
   * @param options who answers, and what else there is to say
   */
  static void stage(Dataset<Row> df, String stagingPath, String type, Map<String, String> options) {
    df.write()
        .format("sagemaker")
        .option("runId", ID)
        .option("batchStrategy", "MultiRecord")
        .option("maxPayloadInMB", 1)
        .option("resultSchema", type)
        .option("wait", false)
        .options(options)
        .mode("append")
        .save(stagingPath);
  }

  Dataset<Row> result() {
    return spark.read().format("sagemaker").option("runId", ID).load(stagingPath);
  }
}
