package dev.batchtransform.spark.it;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunPlan;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The main job: every row comes back once, as it was, with its own answer. On every supported
 * Spark.
 */
@Tag("compat")
@ExtendWith(SandboxExtension.class)
class ScoringTest {

  private final Sandbox sandbox;

  ScoringTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void everyRowComesBackOnceWithItsOwnAnswer() {
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> df = Frames.numbers(sandbox.spark(), 1000);

      List<Row> scored =
          BatchTransform.on(df)
              .options(sandbox.options(sandbox.createModel(container)))
              .option("inputColumns", "id")
              .score()
              .orderBy("id")
              .collectAsList();

      assertThat(scored).hasSize(1000);
      assertThat(scored)
          .allSatisfy(
              row -> {
                long id = row.getLong(0);
                assertThat(row.getString(1)).isEqualTo("name " + id);
                assertThat(row.getStruct(2).<Long>getAs("tripled")).isEqualTo(3 * id);
                assertThat(row.isNullAt(3)).isTrue();
              });
    }
  }

  @Test
  void everyTypeComesBackAsItWas() {
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> df = Frames.everyType(sandbox.spark());

      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(sandbox.options(sandbox.createModel(container)))
              .option("inputColumns", "id")
              .score();

      assertThat(scored.select(Frames.columns(df)).orderBy("id").collectAsList())
          .isEqualTo(df.orderBy("id").collectAsList());
      assertThat(scored.select(Frames.columns(df)).schema().catalogString())
          .isEqualTo(df.schema().catalogString());
    }
  }

  @Test
  void aWriteIsARunAndAReadIsItsJoinedResult() {
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = sandbox.options(sandbox.createModel(container));
      String path = options.get("stagingPath");

      Frames.numbers(sandbox.spark(), 100)
          .write()
          .format("sagemaker")
          .options(options)
          .option("runId", "nightly-2026-11-22")
          .mode("append")
          .save();

      Dataset<Row> scored =
          sandbox
              .spark()
              .read()
              .format("sagemaker")
              .option("runId", "nightly-2026-11-22")
              .load(path);
      assertThat(scored.columns()).containsExactly("id", "name", "prediction", "prediction_error");
      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(100);
    }
  }

  @Test
  void sqlReadsAResultThroughAView() {
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = sandbox.options(sandbox.createModel(container));
      BatchTransform.on(Frames.numbers(sandbox.spark(), 10))
          .options(options)
          .option("runId", "for-sql")
          .start()
          .await();
      sandbox
          .spark()
          .sql(
              "CREATE OR REPLACE TEMPORARY VIEW scores USING sagemaker OPTIONS (path '"
                  + options.get("stagingPath")
                  + "', runId 'for-sql')");

      assertThat(sandbox.spark().sql("SELECT sum(prediction.tripled) FROM scores").first().get(0))
          .isEqualTo(135L);
    }
  }

  @Test
  void recordsJoinedBySageMakerGiveTheSameResult() {
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> scored =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 200))
              .options(sandbox.options(sandbox.createModel(container)))
              .option("join", "record")
              .score();

      assertThat(scored.filter("prediction.tripled = id * 3 AND prediction_error IS NULL").count())
          .isEqualTo(200);
    }
  }

  @Test
  void aTextAnswerIsItsLine() {
    try (ModelContainer container = ModelContainer.ofRecords(record -> "label,0.5")) {
      Dataset<Row> scored =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 20))
              .options(sandbox.options(sandbox.createModel(container)))
              .option("accept", "text/csv")
              .option("resultFormat", "text")
              .score();

      assertThat(scored.filter(col("prediction").equalTo("label,0.5")).count()).isEqualTo(20);
    }
  }

  @Test
  void theResultSchemaMayBeGiven() {
    try (ModelContainer container = ModelContainer.ofRecords(record -> "[1, 2.5, 3]")) {
      Dataset<Row> scored =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 20))
              .options(sandbox.options(sandbox.createModel(container)))
              .option("resultSchema", "array<float>")
              .score();

      assertThat(scored.schema().apply("prediction").dataType().catalogString())
          .isEqualTo("array<float>");
      assertThat(scored.filter("prediction[1] = 2.5").count()).isEqualTo(20);
    }
  }

  @Test
  void aPayloadColumnIsSentAsItIs() {
    try (ModelContainer container = ModelContainer.ofRecords(record -> record.strip())) {
      Dataset<Row> df =
          Frames.numbers(sandbox.spark(), 20).selectExpr("id", "array(id, id + 1) AS payload");

      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(sandbox.options(sandbox.createModel(container)))
              .option("payloadColumn", "payload")
              .score();

      assertThat(scored.filter("prediction = payload").count()).isEqualTo(20);
    }
  }

  @Test
  void anEmptyDataFrameStartsNoJobAndGivesAnEmptyResult() {
    try (ModelContainer container = Models.tripling()) {
      int jobsBefore = Actions.created(sandbox);

      Dataset<Row> scored =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 0))
              .options(sandbox.options(sandbox.createModel(container)))
              .score();

      assertThat(scored.collectAsList()).isEmpty();
      assertThat(scored.columns()).containsExactly("id", "name", "prediction", "prediction_error");
      assertThat(Actions.created(sandbox)).isEqualTo(jobsBefore);
    }
  }

  @Test
  void aPlanStagesAndSubmitsNothing() {
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = sandbox.options(sandbox.createModel(container));
      int jobsBefore = Actions.created(sandbox);

      RunPlan plan =
          BatchTransform.on(Frames.numbers(sandbox.spark(), 50))
              .options(options)
              .option("env.API_TOKEN", "do-not-show")
              .plan();

      assertThat(plan.rows()).isEqualTo(50);
      assertThat(plan.request())
          .hasValueSatisfying(json -> assertThat(json).contains("ManifestFile"));
      assertThat(plan.toString())
          .contains("50 in about", "ml.m5.xlarge", "API_TOKEN")
          .doesNotContain("do-not-show");
      assertThat(Actions.created(sandbox)).isEqualTo(jobsBefore);
      assertThat(StagingPaths.files(sandbox, options.get("stagingPath"))).isEmpty();
    }
  }

  @Test
  void namesWithDotsQuotesAndNonLatinLettersAreJustNames() {
    try (ModelContainer container = ModelContainer.ofRecords(record -> record.strip())) {
      Dataset<Row> df =
          Frames.numbers(sandbox.spark(), 10)
              .toDF("a.b", "with \"quotes\" and `ticks`")
              .withColumn("商品 ✓", col("`a.b`").plus(1));

      Dataset<Row> scored =
          BatchTransform.on(df).options(sandbox.options(sandbox.createModel(container))).score();

      assertThat(
              scored.filter("prediction.`商品 ✓` = `a.b` + 1 AND prediction.`a.b` = `a.b`").count())
          .isEqualTo(10);
    }
  }
}
