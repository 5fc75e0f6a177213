package dev.batchtransform.spark.internal.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunRetentionTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant TEN_DAYS_AGO = NOW.minus(Duration.ofDays(10));
  private static final LedgerWave OPEN = Runs.open(0);

  private final RunRetention week = new RunRetention(NOW, Duration.ofDays(7));

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "STOPPED"})
  void aRunThatEndedLongAgoMayGo(RunState state) {
    RunLedger run = run(state, TEN_DAYS_AGO, TEN_DAYS_AGO, List.of());

    assertThat(week.isOld(run)).isTrue();
    assertThat(week.whyKept(run)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "STOPPED"})
  void aRunThatEndedLatelyStaysHoweverLongAgoItBegan(RunState state) {
    assertThat(week.isOld(run(state, TEN_DAYS_AGO, NOW.minusSeconds(1), List.of()))).isFalse();
  }

  @Test
  void aRunThatIsExactlyAsOldStays() {
    Instant aWeekAgo = NOW.minus(Duration.ofDays(7));

    assertThat(week.isOld(run(RunState.COMPLETED, aWeekAgo, aWeekAgo, List.of()))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"STAGED", "RUNNING"})
  void aRunThatHasNotEndedStays(RunState state) {
    assertThat(week.whyKept(run(state, TEN_DAYS_AGO, null, List.of())).orElseThrow())
        .contains(state.name())
        .contains("attach");
  }

  @ParameterizedTest
  @EnumSource(RunState.class)
  void aRunWithAnOpenWaveStaysWhateverItsState(RunState state) {
    assertThat(week.whyKept(run(state, TEN_DAYS_AGO, TEN_DAYS_AGO, List.of(OPEN))).orElseThrow())
        .contains("wave 0 has not ended");
  }

  @Test
  void aWaveThatEndedLatelyIsAChange() {
    WaveResult ended =
        new WaveResult(
            WaveResult.State.STOPPED,
            Optional.empty(),
            Optional.empty(),
            Optional.of(NOW),
            0,
            Map.of());

    assertThat(
            week.isOld(
                run(RunState.STOPPED, TEN_DAYS_AGO, TEN_DAYS_AGO, List.of(OPEN.ended(ended)))))
        .isFalse();
  }

  @Test
  void aStagingThatBeganLongAgoMayGo() {
    RunLedger run = run(RunState.STAGING, TEN_DAYS_AGO, null, List.of());

    assertThat(week.isOld(run)).isTrue();
    assertThat(week.whyKept(run)).isEmpty();
  }

  @Test
  void aStagingOfLessThanADayStaysHoweverShortTheTime() {
    RunRetention none = new RunRetention(NOW, Duration.ZERO);
    Instant today = NOW.minus(Duration.ofHours(23));

    assertThat(none.isOld(run(RunState.STAGING, today, null, List.of()))).isFalse();
    assertThat(none.isOld(run(RunState.COMPLETED, today, today, List.of()))).isTrue();
  }

  @Test
  void aNegativeAgeIsRefused() {
    assertThatThrownBy(() -> new RunRetention(NOW, Duration.ofDays(-1)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage("Cannot purge runs older than -24h because an age must not be negative.");
  }

  private static RunLedger run(
      RunState state, Instant created, @Nullable Instant finished, List<LedgerWave> waves) {
    return new RunLedger(
        RunLedger.FORMAT,
        "nightly",
        "2026-11-13",
        state,
        null,
        "local",
        null,
        "m",
        created,
        finished,
        "0.1.0",
        "3.5.7",
        "abc",
        Map.of(),
        "{\"type\":\"struct\",\"fields\":[]}",
        null,
        null,
        null,
        waves,
        List.of(),
        List.of(),
        0,
        null,
        null,
        null);
  }
}
