package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.driver.DriverProcess;
import dev.batchtransform.spark.it.driver.DriverRun;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@code localModel=exec:...} starts is there while it is needed, and gone afterwards, however
 * that ended: {@code ServersLeftTest} looks a minute later. A process that dies on a cluster is in
 * {@code ClusterTest}.
 */
@Order(ServerProcesses.BEFORE_ALL_OTHERS)
@ExtendWith(SandboxExtension.class)
class ServerProcessesTest {
  private static final long ROWS = 40;

  private final Sandbox sandbox;
  private final String mark = ServerProcesses.MARK + UUID.randomUUID();

  ServerProcessesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Test
  void oneServerScoresEveryRowOfAProcess() {
    assertThat(
            local(OddModel.command(mark + "-success"))
                .score()
                .where("prediction.tripled = id * 3")
                .count())
        .isEqualTo(ROWS);
    assertThat(ServerProcesses.count("-Dmark=" + mark + "-success")).isPositive();
  }

  @Test
  void aServerThatRefusesEverythingFailsTheRunWithItsWords() {
    assertThatThrownBy(
            () ->
                local(OddModel.command(mark + "-failure"))
                    .option("env." + OddModel.BROKEN, "500")
                    .option("invocationsMaxRetries", "0")
                    .score())
        .hasMessageContainingAll("40 of 40 records have no answer", "it is broken");
  }

  @Test
  void aRunThatIsInterruptedWhileItsServerWorksIsStopped() throws Exception {
    FutureTask<Object> scoring =
        new FutureTask<>(
            () ->
                local(OddModel.command(mark + "-cancel"))
                    .option("env." + OddModel.HANGS, "1")
                    .score());
    Thread thread = new Thread(scoring, "scoring");
    thread.start();
    ServerProcesses.awaitSome(mark + "-cancel");
    thread.interrupt();

    assertThatThrownBy(scoring::get).hasStackTraceContaining("was interrupted");
  }

  @Test
  void aServerThatNeverAnswersItsPingIsEndedAtOnceAndTheRunStandsStill() {
    assertThatThrownBy(
            () ->
                local("exec:: " + mark + "-mute; echo loading the weights; exec sleep 600")
                    .option("startTimeout", "1s")
                    .score())
        .hasMessageContainingAll(
            "no row was given up", "GET /ping", "SAGEMAKER_BIND_TO_PORT", "loading the weights");
    ServerProcesses.awaitNone(mark + "-mute");
  }

  @Test
  void aCommandThatDoesNotExistIsToldWithTheShellsWords() {
    assertThatThrownBy(() -> local("exec:no-such-server --port 1").score())
        .hasMessageContainingAll("no row was given up", "has ended with code 127", "not found");
  }

  @Test
  void aDriverThatIsKilledTakesItsServerWithIt() throws Exception {
    DriverRun run = new DriverRun("killed-with-server", 0, FaultPoint.WAVE_ENDED, 1);
    try (DriverProcess driver =
        DriverProcess.start(sandbox, options(OddModel.command(mark + "-killed")), List.of(run))) {
      driver.awaitLine("reached " + run.runId());
      assertThat(ServerProcesses.count(mark + "-killed")).isPositive();
      driver.kill();
    }
    ServerProcesses.awaitNone(mark + "-killed");
  }

  private BatchTransform local(String model) {
    return BatchTransform.on(Frames.numbers(sandbox.spark(), ROWS)).options(options(model));
  }

  private Map<String, String> options(String model) {
    return Map.of("executor", "local", "localModel", model, "stagingPath", sandbox.stagingPath());
  }
}
