package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
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

/**
 * A driver gets SIGKILL around the waves that it runs itself, and another one goes on: files that
 * have their answers are not sent again.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledLocalDriverTest {
  private static final long REFUSED = 7;

  /**
   * @param mostRequests how often a record is sent in all, both drivers together
   */
  private record Moment(DriverRun run, long mostRequests) {}

  /** Records of the file that has a bad one: it has no output, so it is sent again. */
  private static final long OF_FAILED_FILE = DriverRun.ROWS / 3;

  private static final List<Moment> MOMENTS =
      List.of(
          moment(1000, FaultPoint.WAVE_PLANNED, 1, DriverRun.ROWS),
          moment(2000, FaultPoint.WAVE_STARTED, 1, 2 * DriverRun.ROWS),
          moment(3000, FaultPoint.WAVE_POLL, 1, 2 * DriverRun.ROWS),
          moment(4000, FaultPoint.WAVE_ENDED, 1, DriverRun.ROWS + OF_FAILED_FILE),
          moment(5000, FaultPoint.LEDGER_WRITE, 5, DriverRun.ROWS + OF_FAILED_FILE),
          moment(6000, FaultPoint.RUN_FINISH, 1, DriverRun.ROWS));

  private static Moment moment(long first, FaultPoint point, int occurrence, long mostRequests) {
    return new Moment(new DriverRun("killed-" + first, first, point, occurrence), mostRequests);
  }

  private final Sandbox sandbox;
  private final ModelContainer container =
      Models.triplingBut(
          MOMENTS.stream().mapToLong(moment -> moment.run().first() + REFUSED).toArray());
  private final Map<String, String> options;

  KilledLocalDriverTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options =
        Map.of(
            "executor",
            "local",
            "localModel",
            container.endpoint().toString(),
            "stagingPath",
            sandbox.stagingPath());
  }

  @BeforeAll
  void killADriverAtAllMoments() throws Exception {
    DriverProcess.killed(sandbox, options, MOMENTS.stream().map(Moment::run).toList());
  }

  @AfterAll
  void stopContainer() {
    container.close();
  }

  @TestFactory
  Stream<DynamicTest> aRunGoesOnWithTheFilesThatHaveNoAnswers() {
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
    assertThat(scored.count()).isEqualTo(DriverRun.ROWS);
    assertThat(scored.where("prediction.tripled = id * 3").count()).isEqualTo(DriverRun.ROWS - 1);
    assertThat(scored.where("prediction_error.code = 'MODEL_ERROR'").first().<Long>getAs("id"))
        .isEqualTo(run.first() + REFUSED);
    long sent =
        container.requests().stream()
            .map(request -> Models.id(request.body()))
            .filter(run::has)
            .count();
    assertThat(sent).isBetween((long) DriverRun.ROWS, moment.mostRequests());
    assertThat(
            BatchTransform.attach(sandbox.spark(), options.get("stagingPath"), run.runId())
                .verify()
                .holds())
        .isTrue();
  }
}
