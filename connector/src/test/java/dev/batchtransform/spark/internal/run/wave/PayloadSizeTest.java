package dev.batchtransform.spark.internal.run.wave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.ledger.ErrorCode;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.Runs;
import dev.batchtransform.spark.model.BatchStrategy;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PayloadSizeTest {
  private static final String RECORDS = "ClientError: See job logs for more information";
  private static final PayloadSize SIX = new PayloadSize(BatchStrategy.MULTI_RECORD, 6);

  @Test
  void theFirstWaveSendsWhatTheOptionSays() {
    assertThat(SIX.ofNextWave(Runs.afterWaves())).isEmpty();
  }

  @Test
  void itHalvesDownToOneMebibyteAndThenNoMore() {
    assertThat(SIX.ofNextWave(tooLarge(OptionalInt.empty()))).hasValue(3);
    assertThat(SIX.ofNextWave(tooLarge(OptionalInt.of(3)))).hasValue(1);
    assertThat(SIX.canShrink(tooLarge(OptionalInt.of(1)))).isFalse();
    assertThat(SIX.ofNextWave(tooLarge(OptionalInt.of(1)))).isEmpty();
  }

  @Test
  void requestsOfOneRecordDoNotGetSmaller() {
    PayloadSize single = new PayloadSize(BatchStrategy.SINGLE_RECORD, 6);

    assertThat(single.canShrink(tooLarge(OptionalInt.empty()))).isFalse();
    assertThat(single.ofNextWave(tooLarge(OptionalInt.empty()))).isEmpty();
  }

  @Test
  void filesThatFailedOtherwiseAreSentInFullRequests() {
    RunLedger run =
        Runs.with(
            Runs.afterWaves(RECORDS),
            Runs.pending("a", 5, ErrorCode.MODEL_ERROR),
            Runs.pending("b", 1, ErrorCode.OVERSIZE));

    assertThat(SIX.ofNextWave(run)).isEmpty();
  }

  @Test
  void aWaveThatTheServiceFailedIsSentAgainAsItWas() {
    RunLedger run =
        Runs.after(tooLarge(OptionalInt.empty()), OptionalInt.of(3), State.FAILED, "CapacityError");

    assertThat(SIX.ofNextWave(run)).hasValue(3);
  }

  private static RunLedger tooLarge(OptionalInt payload) {
    return Runs.with(
        Runs.after(Runs.afterWaves(), payload, State.FAILED, RECORDS),
        Runs.pending("a", 5, ErrorCode.OVERSIZE));
  }
}
