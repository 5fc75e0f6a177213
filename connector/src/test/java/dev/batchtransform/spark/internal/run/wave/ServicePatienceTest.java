package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServicePatienceTest {
  private static final String SERVICE = "CapacityError: Unable to provision capacity.";
  private static final String RECORDS = "ClientError: See job logs for more information";
  private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

  private final ServicePatience sixHours = new ServicePatience(Duration.ofHours(6));

  @Test
  void itIsCountedFromTheFirstEndingInARow() {
    RunLedger run = after(after(after(Runs.afterWaves(), 10, RECORDS), 11, SERVICE), 15, SERVICE);

    assertThat(sixHours.exhausted(run, Instant.MIN, at(16))).isEmpty();
    assertThat(sixHours.exhausted(run, Instant.MIN, at(17)).orElseThrow())
        .contains("'serviceTimeout' (6h)")
        .contains("last 2 waves")
        .contains("No row was given up")
        .contains(SERVICE);
  }

  @Test
  void itBeginsAnewWhereSomebodyGoesOnWithARunThatStoodStill() {
    RunLedger run = after(after(Runs.afterWaves(), 0, SERVICE), 14, SERVICE);

    assertThat(sixHours.exhausted(run, at(13), at(18))).isEmpty();
    assertThat(sixHours.exhausted(run, at(13), at(19))).isPresent();
  }

  @Test
  void anEndingOfAnotherKindIsNoneOfItsBusiness() {
    RunLedger run = after(after(Runs.afterWaves(), 0, SERVICE), 1, RECORDS);

    assertThat(sixHours.exhausted(run, Instant.MIN, at(20))).isEmpty();
    assertThat(sixHours.exhausted(Runs.afterWaves(), Instant.MIN, at(20))).isEmpty();
  }

  @Test
  void howOftenTheServiceFailsDoesNotMatter() {
    RunLedger run = Runs.afterWaves();
    for (int wave = 0; wave < 200; wave++) {
      run = after(run, 10, SERVICE);
    }

    assertThat(sixHours.exhausted(run, Instant.MIN, at(15))).isEmpty();
  }

  private static RunLedger after(RunLedger run, int hour, String reason) {
    return run.withNewWave(
        Runs.open(run.waves().size())
            .submittedAs("job", at(hour))
            .ended(
                new WaveResult(
                    State.FAILED,
                    Optional.of(reason),
                    Optional.empty(),
                    Optional.of(at(hour)),
                    0,
                    Map.of())));
  }

  private static Instant at(int hour) {
    return TEN.plus(Duration.ofHours(hour - 10));
  }
}
