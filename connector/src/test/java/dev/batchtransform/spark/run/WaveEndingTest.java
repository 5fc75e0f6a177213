package dev.batchtransform.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.executor.WaveResult;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveEndingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAILED | ClientError: See job logs for more information | OF_RECORDS",
        "FAILED | AlgorithmError: See job logs for more information | OF_RECORDS",
        "FAILED | InternalServerError: We encountered an internal error.  Please try again. | TRANSIENT",
        "FAILED | CapacityError: Unable to provision requested ML compute capacity. | TRANSIENT",
        "FAILED | AlgorithmError: Model container failed to respond to ping. | OF_MODEL",
        "FAILED | Could not find model \"arn:aws:sagemaker:...\" | OF_MODEL",
        "FAILED | ClientError: Access Denied reading s3://bucket/key | OF_MODEL",
        "STOPPED | InternalServerError | STOPPED",
        "FAILED | something nobody has seen before | OF_RECORDS"
      })
  void theWordsOfAFailureTellWhoseFaultItWas(
      WaveResult.State state, String reason, WaveEnding ending) {
    LedgerWave wave =
        LedgerWave.planned(0, 1, 1, OptionalInt.empty())
            .ended(
                new WaveResult(
                    state, Optional.of(reason), Optional.empty(), Optional.empty(), 0, Map.of()));

    assertThat(WaveEnding.of(wave)).isEqualTo(ending);
  }
}
