package dev.batchtransform.spark.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceQuotaTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, false",
    "4, 3, 2, true",
    "4, 4, 4, true",
    "1, 1, 2, false",
    "2, 0, 4, false",
  })
  void waitingHelpsOnlyWhereTheQuotaSufficesAndOthersUseIt(
      int quota, int used, int asked, boolean helps) {
    String message =
        "The account-level service limit 'ml.m5.xlarge for transform job usage' is %d Instances, with current utilization of %d Instances and a request delta of %d Instances. Please contact AWS support to request an increase for this limit."
            .formatted(quota, used, asked);

    assertThat(ServiceQuota.isOnlyInUse(message)).isEqualTo(helps);
  }

  @ParameterizedTest
  @CsvSource({"ResourceLimitExceeded", "is 4 Instances", "''"})
  void withoutFiguresItIsTakenToStaySo(String message) {
    assertThat(ServiceQuota.isOnlyInUse(message)).isFalse();
  }
}
