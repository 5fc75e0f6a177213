package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.WaveProgress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever shows a run's progress sees each step of it, without a call of S3 or SageMaker. */
class LiveRunsTest {

  @Test
  void aRunIsSeenFromItsFirstStagedPartitionToItsLastFile() {
    LiveRuns.staging("seen", 3);
    LiveRuns.staged("seen", 40);
    LiveRuns.staged("seen", 2);
    assertThat(LiveRuns.find("seen"))
        .hasValueSatisfying(
            now -> {
              assertThat(now.wave()).isNegative();
              assertThat(now.state()).isEqualTo("Staging");
              assertThat(now.partsDone()).isEqualTo(2);
              assertThat(now.parts()).isEqualTo(3);
              assertThat(now.rowsDone()).isEqualTo(42);
            });

    new ProgressLog("seen", 1)
        .onProgress(new WaveProgress(5, 8, 30, 42, Duration.ofMinutes(2), "InProgress"));
    LiveRuns.staged("seen", 9);
    assertThat(LiveRuns.find("seen"))
        .hasValueSatisfying(
            now -> {
              assertThat(now.wave()).isEqualTo(1);
              assertThat(now.state()).isEqualTo("InProgress");
              assertThat(now.partsDone()).isEqualTo(5);
              assertThat(now.parts()).isEqualTo(8);
              assertThat(now.rowsDone()).isEqualTo(30);
              assertThat(now.rows()).isEqualTo(42);
              assertThat(now.elapsedMillis()).isGreaterThanOrEqualTo(120_000);
            });
  }

  @Test
  void nothingIsKnownOfARunThatThisDriverHasNotWorkedOn() {
    LiveRuns.staged("elsewhere", 5);
    assertThat(LiveRuns.find("elsewhere")).isEmpty();
  }

  @Test
  void aDriverOfManyRunsForgetsTheFirst() {
    LiveRuns.staging("first", 1);
    for (int other = 0; other < 100; other++) {
      LiveRuns.staging("other-" + other, 1);
    }
    assertThat(LiveRuns.find("first")).isEmpty();
    assertThat(LiveRuns.find("other-99")).isPresent();
  }
}
