package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.LoggedLines;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job shows that a run is alive, by a line a minute that Spark shows by default. */
class ProgressLogTest {
  private final LoggedLines lines = LoggedLines.of(ProgressLog.class.getName());
  private final ProgressLog log = new ProgressLog("nightly", 0);

  @AfterEach
  void closeLog() {
    lines.close();
  }

  @Test
  void aWaveOfTenMinutesIsALineAMinuteHoweverOftenItIsLookedAt() {
    lookEvery(Duration.ofSeconds(5), Duration.ofMinutes(10));

    assertThat(lines.warnings()).hasSize(10);
    assertThat(lines.warnings().get(2))
        .isEqualTo(
            "Run nightly wave 0: InProgress, 0 of 4 files, 0 of 1,200 records, 3 min 0 s elapsed");
  }

  @Test
  void aWaveThatIsSeldomLookedAtIsALineALook() {
    lookEvery(Duration.ofSeconds(59), Duration.ofMinutes(10));

    assertThat(lines.warnings()).hasSize(9);
  }

  @Test
  void aWaveOfLessThanAMinuteIsNoWarning() {
    lookEvery(Duration.ofSeconds(5), Duration.ofSeconds(55));

    assertThat(lines.warnings()).isEmpty();
    assertThat(lines.all()).hasSize(1);
  }

  @Test
  void whoAttachesToAnOldJobHearsOfItAtOnce() {
    log.onProgress(after(Duration.ofMinutes(40)));

    assertThat(lines.warnings()).hasSize(1);
  }

  @Test
  void whereSomebodyShowsTheRunNoWarningDisturbsThat() {
    LiveRuns.beginShowing("nightly");
    LiveRuns.beginShowing("nightly");
    LiveRuns.endShowing("nightly");
    try {
      lookEvery(Duration.ofSeconds(5), Duration.ofMinutes(10));
      assertThat(lines.warnings()).isEmpty();
    } finally {
      LiveRuns.endShowing("nightly");
    }

    log.onProgress(after(Duration.ofMinutes(11)));
    assertThat(lines.warnings()).hasSize(1);
  }

  private void lookEvery(Duration pause, Duration end) {
    for (Duration at = Duration.ZERO; at.compareTo(end) <= 0; at = at.plus(pause)) {
      log.onProgress(after(at));
    }
  }

  private static WaveProgress after(Duration elapsed) {
    return new WaveProgress(0, 4, 0, 1_200, elapsed, "InProgress");
  }
}
