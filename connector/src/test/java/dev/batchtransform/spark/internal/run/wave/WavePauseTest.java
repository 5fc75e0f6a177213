package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.ledger.Runs;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WavePauseTest {
  private static final String SERVICE = "InternalServerError: We encountered an internal error.";
  private static final String RECORDS = "ClientError: See job logs for more information";

  private final WavePause pause =
      new WavePause(
          new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(10), 0.5, () -> 0),
          new ServicePatience(Duration.ofHours(6)),
          new StopRequest(),
          Clock.systemUTC());

  @Test
  void itDoublesWithEachEndingInARowUpToTheLongest() {
    assertThat(pause.length(Runs.afterWaves(SERVICE))).isEqualTo(Duration.ofSeconds(30));
    assertThat(pause.length(Runs.afterWaves(SERVICE, SERVICE))).isEqualTo(Duration.ofSeconds(60));
    assertThat(pause.length(Runs.afterWaves(SERVICE, RECORDS, SERVICE)))
        .as("an ending of another kind begins anew")
        .isEqualTo(Duration.ofSeconds(30));
    String[] many = new String[100];
    Arrays.fill(many, SERVICE);
    assertThat(pause.length(Runs.afterWaves(many))).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void thereIsNoneForTheRecordsFaultNorForAWaveThatStillRuns() {
    assertThat(pause.length(Runs.afterWaves())).isZero();
    assertThat(pause.length(Runs.afterWaves(RECORDS))).isZero();
    assertThat(pause.length(Runs.afterWaves(SERVICE).withNewWave(Runs.open(1)))).isZero();
    assertThat(pause.length(Runs.afterWave(State.STOPPED, SERVICE))).isZero();
  }
}
