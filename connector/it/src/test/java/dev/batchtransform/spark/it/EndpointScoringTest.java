package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.api.Action;
import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.Endpoints;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The executor {@code local} over an endpoint of SageMaker. */
@ExtendWith(SandboxExtension.class)
class EndpointScoringTest {

  private final Sandbox sandbox;

  EndpointScoringTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void everyRowIsScoredThroughThrottlingAndABadRecordIsNamed() {
    try (ModelContainer container = Models.triplingBut(7)) {
      createEndpoint("throttling", container);
      sandbox.sageMaker().fault(Fault.throttle("InvokeEndpoint", 5));
      int before = sandbox.sageMaker().actions().size();

      Dataset<Row> scored =
          scoring("throttling").option("invocationsMaxRetries", "0").score().cache();

      assertThat(scored.filter("prediction.tripled = id * 3").count()).isEqualTo(59);
      assertThat(
              scored
                  .filter("id = 7 AND prediction_error.code = 'MODEL_ERROR'")
                  .filter("prediction_error.message LIKE '%400: missing field \\'title\\'%'")
                  .count())
          .isOne();
      assertThat(container.requests()).as("each record is sent once").hasSize(60);
      List<Action> actions = sandbox.sageMaker().actions();
      assertThat(actions.subList(before, actions.size()))
          .as("what the page about security allows")
          .extracting(Action::action)
          .containsOnly("sagemaker:InvokeEndpoint", "sagemaker:DescribeEndpoint");
      scored.unpersist();
    }
  }

  @Test
  void anEndpointThatIsDeletedMeanwhileStopsTheRunWhichGoesOnOnceItIsThereAgain() {
    AtomicInteger requests = new AtomicInteger();
    try (ModelContainer container =
        ModelContainer.ofRecords(
            record -> {
              if (requests.incrementAndGet() == 20) {
                sandbox.api().call("DeleteEndpoint", Map.of("EndpointName", "deleted"));
              }
              return "{\"tripled\":" + 3 * Models.id(record) + "}";
            })) {
      createEndpoint("deleted", container);
      BatchTransform call =
          scoring("deleted")
              .option("stagingPath", sandbox.stagingPath())
              .option("runId", "deleted")
              .option("pollInterval", "10 ms");

      assertThatThrownBy(call::score)
          .hasMessageContainingAll(
              "was stopped", "no row was given up", "endpoint 'deleted'", "Create it again");

      await().ignoreExceptions().until(() -> createEndpoint("deleted", container));
      assertThat(call.score().filter("prediction.tripled = id * 3").count()).isEqualTo(60);
    }
  }

  @Test
  void anEndpointThatDoesNotExistIsRefusedBeforeAnythingIsStaged() {
    assertThatThrownBy(() -> scoring("nowhere").score())
        .hasMessageContainingAll("'localModel'", "endpoint 'nowhere' in us-east-1", "Create it");
  }

  private BatchTransform scoring(String endpoint) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), 60))
        .option("executor", "local")
        .option("localModel", "endpoint:" + endpoint)
        .option("region", "us-east-1")
        .option("endpointUrl", sandbox.sageMaker().endpoint().toString())
        .option("stagingPath", sandbox.stagingPath());
  }

  private boolean createEndpoint(String name, ModelContainer container) {
    Endpoints.create(sandbox.api(), name, container, Map.of());
    return true;
  }
}
