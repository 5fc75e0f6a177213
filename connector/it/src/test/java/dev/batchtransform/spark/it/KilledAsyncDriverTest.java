package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.sandbox.AsyncEndpoints;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
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

/** A driver gets SIGKILL while the requests of its runs are out, and another one goes on. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledAsyncDriverTest {

  /**
   * @param timesSent how often each record is sent in all
   */
  private record Moment(DriverRun run, int timesSent) {}

  private static final List<Moment> MOMENTS =
      List.of(
          moment(1000, FaultPoint.FILE_CUT, 2, 1),
          moment(2000, FaultPoint.WAVE_PLANNED, 1, 1),
          moment(3000, FaultPoint.REQUESTS_SENT, 1, 2),
          moment(4000, FaultPoint.REQUESTS_WRITTEN, 1, 1),
          moment(5000, FaultPoint.WAVE_STARTED, 1, 1),
          moment(6000, FaultPoint.WAVE_POLL, 1, 1),
          moment(7000, FaultPoint.WAVE_ENDED, 1, 1));

  private static Moment moment(long first, FaultPoint point, int occurrence, int timesSent) {
    return new Moment(new DriverRun("killed-" + first, first, point, occurrence), timesSent);
  }

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;

  KilledAsyncDriverTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = AsyncEndpoints.options(sandbox, AsyncEndpoints.create(sandbox, container));
  }

  @BeforeAll
  void killADriverAtAllMoments() throws Exception {
    DriverProcess.killed(sandbox, options, MOMENTS.stream().map(Moment::run).toList());
    assertThat(
            BatchTransform.reap(sandbox.spark(), options.get("stagingPath"), Duration.ZERO)
                .jobs()
                .count())
        .as("requests that are out are no jobs")
        .isZero();
  }

  @AfterAll
  void stopContainer() {
    container.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenDownIsNotSentAgainAndNoRowIsLost() {
    return MOMENTS.stream()
        .map(
            moment -> DynamicTest.dynamicTest(moment.run().point().toString(), () -> goOn(moment)));
  }

  private void goOn(Moment moment) {
    DriverRun run = moment.run();
    Dataset<Row> scored =
        BatchTransform.on(run.rows(sandbox.spark()))
            .options(options)
            .option("runId", run.runId())
            .score();

    assertThat(scored.select("id").distinct().count()).isEqualTo(DriverRun.ROWS);
    assertThat(scored.where("prediction.tripled = id * 3").count()).isEqualTo(DriverRun.ROWS);
    assertThat(
            container.requests().stream()
                .map(request -> Models.id(request.body()))
                .filter(run::has)
                .count())
        .isEqualTo((long) moment.timesSent() * DriverRun.ROWS);
  }
}
