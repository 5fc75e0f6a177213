package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as csv, to a model that answers a number, as XGBoost's and scikit-learn's do. */
@ExtendWith(SandboxExtension.class)
class CsvRecordsTest {
  private static final int ROWS = 200;

  private final Sandbox sandbox;

  CsvRecordsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @ParameterizedTest
  @CsvSource({
    "batch-transform, SingleRecord",
    "batch-transform, MultiRecord",
    "local, SingleRecord",
    "local, MultiRecord"
  })
  void columnsAreFieldsInTheirOrderAndTheNumberIsTheAnswer(String executor, String strategy) {
    try (ModelContainer container = ModelContainer.ofRecords(CsvRecordsTest::difference)) {
      Dataset<Row> scored =
          score(
              sandbox
                  .spark()
                  .range(ROWS)
                  .selectExpr("id", "id * 0.5D AS half", "id * id AS square"),
              container,
              executor,
              strategy);

      assertThat(ids(scored.filter("prediction = square - half"))).isEqualTo(ids(ROWS));
      assertThat(container.requests())
          .allMatch(request -> request.contentType().startsWith("text/csv"));
    }
  }

  @Test
  void aTextThatNoLineCanHoldCostsItsOwnRow() {
    try (ModelContainer container = ModelContainer.ofRecords(record -> "1")) {
      Dataset<Row> scored =
          score(
              sandbox
                  .spark()
                  .range(ROWS)
                  .selectExpr("id", "IF(id = 7, 'two\\nlines', 'a, b') AS half", "'x' AS square"),
              container,
              "batch-transform",
              "SingleRecord");

      List<Row> failed = scored.filter("prediction_error IS NOT NULL").collectAsList();
      assertThat(failed).hasSize(1);
      assertThat(failed.get(0).getLong(0)).isEqualTo(7);
      assertThat(failed.get(0).<Row>getAs("prediction_error").<String>getAs("code"))
          .isEqualTo("UNPARSEABLE");
      assertThat(ids(scored.filter("prediction = 1"))).hasSize(ROWS - 1);
    }
  }

  /** Of {@code square,half}. */
  private static String difference(String line) {
    String[] fields = line.strip().split(",", -1);
    return Double.toString(Double.parseDouble(fields[0]) - Double.parseDouble(fields[1]));
  }

  private Dataset<Row> score(
      Dataset<Row> df, ModelContainer container, String executor, String strategy) {
    return BatchTransform.on(df)
        .options(sandbox.options(sandbox.createModel(container)))
        .option("executor", executor)
        .option("localModel", container.endpoint().toString())
        .option("batchStrategy", strategy)
        .option("contentType", "text/csv")
        .option("inputColumns", "square, half")
        .option("resultSchema", "DOUBLE")
        .score();
  }

  private static List<Long> ids(Dataset<Row> rows) {
    return rows.orderBy("id").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  private static List<Long> ids(int rows) {
    return LongStream.range(0, rows).boxed().toList();
  }
}
