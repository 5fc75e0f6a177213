package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.RunPlan;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All instances of a job have something to do, whatever partitions the rows lie in. */
@ExtendWith(SandboxExtension.class)
class LevelLoadTest {
  private final Sandbox sandbox;

  LevelLoadTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void onePartitionFeedsEveryInstanceAndTheRowsKeepTheirAnswersAndTheirOrder() {
    try (ModelContainer container = Models.tripling()) {
      TransformRun run = call(container, onePartition(300), Map.of()).start().await();

      List<Row> rows = run.result().filter("prediction.tripled = id * 3").collectAsList();
      assertThat(rows).hasSize(300);
      assertThat(rows.subList(0, 16)).extracting(row -> row.getLong(0)).isSorted();
      assertThat(job(run).at("/TransformResources/InstanceCount").asInt()).isEqualTo(4);
      assertThat(run.status().jobs()).hasSize(1);
      assertThat(run.verify().holds()).isTrue();
    }
  }

  @Test
  void badRecordsOfFilesThatWereCutBeforeTheFirstWaveStillFailAlone() {
    try (ModelContainer container = Models.triplingBut(7, 211)) {
      TransformRun run = call(container, onePartition(300), Map.of()).start().await();

      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(298);
      assertThat(run.result().filter("prediction_error.code = 'MODEL_ERROR'").collectAsList())
          .extracting(row -> row.getLong(0))
          .containsExactlyInAnyOrder(7L, 211L);
    }
  }

  @Test
  void whatInstancesCannotBeFedIsSaidAndLoweredWhereThatIsWanted() {
    try (ModelContainer container = Models.tripling()) {
      Dataset<Row> df = onePartition(130);
      RunPlan plan = call(container, df, Map.of()).plan();
      RunPlan fitting = call(container, df, Map.of("fitInstanceCount", "true")).plan();
      TransformRun run = call(container, df, Map.of("fitInstanceCount", "true")).start().await();

      assertThat(plan.fedInstances()).hasValue(2);
      assertThat(plan.toString()).contains("2 at most can be fed");
      assertThat(plan.request().orElseThrow()).contains("\"InstanceCount\" : 4");
      assertThat(fitting.request().orElseThrow()).contains("\"InstanceCount\" : 2");
      assertThat(job(run).at("/TransformResources/InstanceCount").asInt()).isEqualTo(2);
      assertThat(run.result().filter("prediction.tripled = id * 3").count()).isEqualTo(130);
    }
  }

  private Dataset<Row> onePartition(long rows) {
    return sandbox.spark().range(0, rows, 1, 1).select(functions.col("id"));
  }

  private BatchTransform call(ModelContainer container, Dataset<Row> df, Map<String, String> more) {
    return BatchTransform.on(df)
        .options(sandbox.options(sandbox.createModel(container)))
        .option("instanceCount", 4)
        .options(more);
  }

  private JsonNode job(TransformRun run) {
    return sandbox
        .api()
        .call("DescribeTransformJob", Map.of("TransformJobName", run.status().jobs().get(0)));
  }
}
