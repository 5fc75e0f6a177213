package dev.batchtransform.spark.it;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.FrameAssertions;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole joined result, schema and every row, against what Spark itself makes of the same
 * DataFrame, compared by spark-testing-base.
 */
@ExtendWith(SandboxExtension.class)
class JoinedResultTest {
  private static final int ROWS = 500;
  private static final String ERROR =
      "STRUCT<code: STRING NOT NULL, message: STRING, file: STRING, line: BIGINT, attempts: INT NOT NULL>";

  private final Sandbox sandbox;

  JoinedResultTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @ParameterizedTest
  @CsvSource({
    "batch-transform, SingleRecord, position",
    "batch-transform, MultiRecord, position",
    "batch-transform, MultiRecord, record",
    "local, SingleRecord, position",
    "local, MultiRecord, record"
  })
  void everyWayToTheAnswersGivesTheSameDataFrame(String executor, String strategy, String join) {
    Dataset<Row> df = Frames.numbers(sandbox.spark(), ROWS);
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(options(container, executor))
              .option("batchStrategy", strategy)
              .option("join", join)
              .score();

      FrameAssertions.assertEqualInAnyOrder(tripled(df), scored);
    }
  }

  @Test
  void aBadRowHasItsErrorAndCostsNoOther() {
    Dataset<Row> df = Frames.numbers(sandbox.spark(), ROWS);
    try (ModelContainer container = Models.triplingBut(13)) {
      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(options(container, "batch-transform"))
              .option("maxRecordsPerFile", 50)
              .score();

      FrameAssertions.assertEqualInAnyOrder(
          df.selectExpr(
              "id",
              "name",
              "IF(id = 13, null, id * 3) AS tripled",
              "IF(id = 13, 'MODEL_ERROR', null) AS code"),
          scored.selectExpr(
              "id", "name", "prediction.tripled AS tripled", "prediction_error.code AS code"));
    }
  }

  /** A row has many types; maps cannot be counted, so that the order is that of the id. */
  @Test
  void everyTypeComesBackAsItWas() {
    Dataset<Row> df = Frames.everyType(sandbox.spark());
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> scored =
          BatchTransform.on(df)
              .options(options(container, "batch-transform"))
              .option("inputColumns", "id")
              .score();

      FrameAssertions.assertEqual(
          df.orderBy("id"), scored.select(Frames.columns(df)).orderBy("id"));
    }
  }

  private Map<String, String> options(ModelContainer container, String executor) {
    Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.put("executor", executor);
    options.put("localModel", container.endpoint().toString());
    return options;
  }

  private Dataset<Row> tripled(Dataset<Row> df) {
    StructType schema =
        df.schema().add("prediction", "STRUCT<tripled: BIGINT>").add("prediction_error", ERROR);
    return sandbox
        .spark()
        .createDataFrame(
            df.selectExpr(
                    "id",
                    "name",
                    "named_struct('tripled', id * 3)",
                    "CAST(null AS STRUCT<code: STRING, message: STRING, file: STRING, line: BIGINT, attempts: INT>)")
                .javaRDD(),
            schema);
  }
}
