package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.executor.WaveResult;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
        "FAILED | ClientError: Access Denied reading s3://bucket/key | OF_ACCOUNT",
        "FAILED | ClientError: Cannot store outputs below \"s3://b/o\": NoSuchBucket: The specified bucket does not exist | OF_ACCOUNT",
        "FAILED | ClientError: No S3 objects found under S3 URL \"s3://b/in/\" given in input data source. | OF_ACCOUNT",
        "FAILED | ResourceLimitExceeded: The account-level service limit 'ml.m5.xlarge for transform job usage' is 0 Instances | OF_ACCOUNT",
        "FAILED | ClientError: Cannot read s3://bucket/capacity/plan | OF_RECORDS",
        "STOPPED | InternalServerError | STOPPED",
        "FAILED | something nobody has seen before | OF_RECORDS"
      })
  void theWordsOfAFailureTellWhoseFaultItWas(
      WaveResult.State state, String reason, WaveEnding ending) {
    assertThat(WaveEnding.of(wave("nightly-w0", state, reason))).isEqualTo(ending);
  }

  @Test
  void theNameOfARunTellsNothing() {
    String job = "capacity-plan-w0-0123456789";
    String reason = "Transform job '" + job + "' ended as Failed: ClientError.";

    assertThat(WaveEnding.of(wave(job, WaveResult.State.FAILED, reason)))
        .isEqualTo(WaveEnding.OF_RECORDS);
  }

  @Test
  void whereThereIsNoServiceItHasNoFault() {
    assertThat(WaveEnding.of(wave(null, WaveResult.State.FAILED, "400: no capacity for you")))
        .isEqualTo(WaveEnding.OF_RECORDS);
  }

  private static LedgerWave wave(@Nullable String job, WaveResult.State state, String reason) {
    return LedgerWave.planned(0, 1, 1, OptionalInt.empty(), false)
        .submittedAs(job, Instant.EPOCH)
        .ended(
            new WaveResult(
                state, Optional.of(reason), Optional.empty(), Optional.empty(), 0, Map.of()));
  }
}
