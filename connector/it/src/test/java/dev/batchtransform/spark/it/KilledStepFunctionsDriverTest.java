package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.TransformRun;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import dev.batchtransform.spark.it.sandbox.StateMachines;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A driver gets SIGKILL around an execution of a state machine, and another one goes on. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledStepFunctionsDriverTest {

  private static final List<DriverRun> RUNS =
      List.of(
          killed(1000, FaultPoint.WAVE_PLANNED),
          killed(2000, FaultPoint.WAVE_STARTED),
          killed(3000, FaultPoint.WAVE_POLL),
          killed(4000, FaultPoint.WAVE_ENDED),
          killed(5000, FaultPoint.RUN_FINISH));

  private static DriverRun killed(long first, FaultPoint point) {
    return new DriverRun("machine-killed-" + first, first, point, 1);
  }

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;

  KilledStepFunctionsDriverTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = StateMachines.options(sandbox, container);
  }

  @BeforeAll
  void killADriverAtAllMoments() throws Exception {
    DriverProcess.killed(sandbox, options, RUNS);
  }

  @AfterAll
  void stopContainer() {
    container.close();
  }

  @TestFactory
  Stream<DynamicTest> theExecutionIsStartedOnceAndNoRowIsLost() {
    return RUNS.stream()
        .map(run -> DynamicTest.dynamicTest(run.point().toString(), () -> goOn(run)));
  }

  private void goOn(DriverRun killed) {
    TransformRun run =
        BatchTransform.on(killed.rows(sandbox.spark()))
            .options(options)
            .option("runId", killed.runId())
            .start()
            .await();

    Dataset<Row> scored = run.result();
    assertThat(scored.select("id").distinct().count()).isEqualTo(DriverRun.ROWS);
    assertThat(scored.where("prediction.tripled = id * 3").count()).isEqualTo(DriverRun.ROWS);
    assertThat(Actions.executions(sandbox, killed.runId() + "-w"))
        .hasSize(1)
        .isEqualTo(run.status().jobs());
  }
}
