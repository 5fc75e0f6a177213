package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunStatus;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run of which no row reaches the model has failed, unless it has no row. */
@ExtendWith(SandboxExtension.class)
class NothingToSendTest {

  private final Sandbox sandbox;

  NothingToSendTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void aRunOfWhichNoRowCanBeSentFailsWithTheirReasonAndKeepsThem() {
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "unsendable");
      options.put("payloadColumn", "line");
      BatchTransform call =
          BatchTransform.on(sandbox.spark().range(20).selectExpr("id", "'{broken' AS line"))
              .options(options);

      assertThatThrownBy(call::score)
          .hasMessageContaining("Run 'unsendable' has failed: none of its 20 rows could be sent")
          .hasMessageContaining("UNPARSEABLE: The row ")
          .hasMessageContaining("nothing was paid")
          .hasMessageNotContaining("retryDeadLetters");
      assertThatThrownBy(call::score).hasMessageContaining("none of its 20 rows could be sent");
      assertThat(status(options).jobs()).isEmpty();
      assertThat(status(options).state()).isEqualTo("FAILED");
      assertThat(rows(options).filter("prediction_error.code = 'UNPARSEABLE'").count())
          .isEqualTo(20);
    }
  }

  @Test
  void aRunOfNoRowsCompletes() {
    try (ModelContainer container = Models.tripling()) {
      Map<String, String> options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
      options.put("runId", "no-rows");

      BatchTransform.on(Frames.numbers(sandbox.spark(), 0)).options(options).score();

      assertThat(status(options).state()).isEqualTo("COMPLETED");
      assertThat(status(options).rows()).isZero();
    }
  }

  private RunStatus status(Map<String, String> options) {
    return BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), options.get("runId"))
        .status();
  }

  private Dataset<Row> rows(Map<String, String> options) {
    return sandbox
        .spark()
        .read()
        .format("sagemaker")
        .option("runId", options.get("runId"))
        .load(options.get("stagingPath"));
  }
}
