package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.run.isolation.Forecast;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IsolationForecastTest {
  private static final Map<Long, Long> FILES = Map.of(1_000L, 100L);

  @Test
  void aLocalRunKnowsItsBadRecordsAfterOneWave() {
    assertThat(forecasts(Map.of()))
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.recordsSent()).isEqualTo(100_000);
              assertThat(each.notIsolated()).isZero();
            });
  }

  @Test
  void nothingIsPromisedWhereAnswersAreProvenOfWholeFiles() {
    assertThat(forecasts(Map.of("answerKey", "id"))).isEmpty();
    assertThat(forecasts(Map.of("join", "record"))).isEmpty();
  }

  @Test
  void nothingIsPromisedWhereFilesAreNotNarrowedDown() {
    assertThat(forecasts(Map.of("onFailure", "retry"))).isEmpty();
    assertThat(forecasts(Map.of("batchStrategy", "MultiRecord"))).isEmpty();
  }

  private static List<Forecast> forecasts(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("executor", "local");
    options.put("localModel", "http://127.0.0.1:8080");
    options.put("stagingPath", "/scoring");
    return RunEngines.isolation(TransformOptions.parse(options), FILES);
  }
}
