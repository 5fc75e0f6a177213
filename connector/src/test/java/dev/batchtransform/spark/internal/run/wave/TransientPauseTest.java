package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.ledger.Runs;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TransientPauseTest {
  private static final String SERVICE = "InternalServerError: We encountered an internal error.";
  private static final String RECORDS = "ClientError: See job logs for more information";

  @Test
  void itDoublesWithEachEndingInARowUpToTenMinutes() {
    TransientPause pause = new TransientPause(Duration.ofSeconds(30), () -> 0);

    assertThat(pause.before(Runs.afterWaves(SERVICE))).isEqualTo(Duration.ofSeconds(30));
    assertThat(pause.before(Runs.afterWaves(SERVICE, SERVICE))).isEqualTo(Duration.ofSeconds(60));
    assertThat(pause.before(Runs.afterWaves(SERVICE, RECORDS, SERVICE)))
        .as("an ending of another kind begins anew")
        .isEqualTo(Duration.ofSeconds(30));
    String[] many = new String[100];
    Arrays.fill(many, SERVICE);
    assertThat(pause.before(Runs.afterWaves(many))).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void chanceTakesOffHalfAtMost() {
    TransientPause pause = new TransientPause(Duration.ofSeconds(30), () -> 1);

    assertThat(pause.before(Runs.afterWaves(SERVICE))).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void thereIsNoneForTheRecordsFaultNorForAWaveThatStillRuns() {
    TransientPause pause = new TransientPause(Duration.ofSeconds(30), () -> 0);

    assertThat(pause.before(Runs.afterWaves())).isZero();
    assertThat(pause.before(Runs.afterWaves(RECORDS))).isZero();
    assertThat(pause.before(Runs.afterWaves(SERVICE).withNewWave(Runs.open(1)))).isZero();
    assertThat(pause.before(Runs.afterWave(State.STOPPED, SERVICE))).isZero();
  }
}
