package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session sets counts for it, over what the application was started with. */
@ExtendWith(SandboxExtension.class)
class SessionSettingsTest {

  /** Only the session knows the scheme; each use looks for it anew. */
  private static final Map<String, String> ONLY_IN_THE_SESSION =
      Map.of(
          "fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem",
          "fs.s3.impl.disable.cache", "true");

  private final SparkSession spark;
  private final String path;

  SessionSettingsTest(Sandbox sandbox) {
    this.spark = sandbox.spark();
    this.path = sandbox.stagingPath().replaceFirst("^s3a:", "s3:");
  }

  @AfterEach
  void forget() {
    ONLY_IN_THE_SESSION.keySet().forEach(spark.conf()::unset);
    spark.conf().unset("spark.sql.files.maxPartitionBytes");
    spark.conf().unset("spark.sql.files.openCostInBytes");
  }

  @Tag("compat")
  @Test
  void itsHadoopSettingsReachEveryFileOfARun() {
    ONLY_IN_THE_SESSION.forEach(spark.conf()::set);
    try (ModelContainer container = Models.triplingBut(7)) {
      TransformRun run = start(container);

      assertThat(scored(run.result())).isEqualTo(49);
      assertThat(run.deadLetters().count()).isEqualTo(1);
      assertThat(run.verify().holds()).isTrue();
      assertThat(scored(read())).isEqualTo(49);
      assertThat(BatchTransform.attach(spark, path, "a").status().rows()).isEqualTo(50);
      assertThat(BatchTransform.attach(spark, path, "a").retryDeadLetters().result().count())
          .isEqualTo(50);
      assertThat(BatchTransform.purge(spark, path, Duration.ZERO).delete().deleted())
          .containsExactly("a");
    }
  }

  @Test
  void withoutThemTheStagingPathIsOutOfReach() {
    try (ModelContainer container = Models.tripling()) {
      assertThatThrownBy(() -> start(container)).hasStackTraceContaining("scheme \"s3\"");
      assertThatThrownBy(() -> BatchTransform.purge(spark, path, Duration.ZERO))
          .hasStackTraceContaining("scheme \"s3\"");
    }
  }

  @Test
  void itsScanSettingsSayHowMuchOneTaskReads() {
    ONLY_IN_THE_SESSION.forEach(spark.conf()::set);
    try (ModelContainer container = Models.tripling()) {
      start(container).await();

      spark.conf().set("spark.sql.files.openCostInBytes", "1");
      spark.conf().set("spark.sql.files.maxPartitionBytes", "1");
      int most = read().javaRDD().getNumPartitions();
      spark.conf().set("spark.sql.files.openCostInBytes", Integer.toString(1 << 30));
      spark.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(1L << 40));

      assertThat(most).isGreaterThan(2);
      assertThat(read().javaRDD().getNumPartitions()).isLessThan(most);
    }
  }

  private TransformRun start(ModelContainer container) {
    return BatchTransform.on(Frames.numbers(spark, 50))
        .option("executor", "local")
        .option("localModel", container.endpoint().toString())
        .option("stagingPath", path)
        .option("runId", "a")
        // So many files of so few rows are there only when they are asked for.
        .option("minFilesPerInstance", 4)
        .start()
        .await();
  }

  private Dataset<Row> read() {
    return spark.read().format("sagemaker").option("runId", "a").load(path);
  }

  private static long scored(Dataset<Row> result) {
    return result.filter("prediction.tripled = id * 3").count();
  }
}
