package dev.batchtransform.spark.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class FingerprintTest {

  private static final String SCHEMA = new StructType().add("id", DataTypes.LongType).json();

  @Test
  void aFilterOfDataProcessingMakesOtherAnswers() {
    String none = of(Map.of());

    assertThat(of(Map.of("transformJob.DataProcessing.OutputFilter", "$.a")))
        .isNotEqualTo(none)
        .isNotEqualTo(of(Map.of("transformJob.DataProcessing.OutputFilter", "$.b")))
        .isNotEqualTo(of(Map.of("transformJob.DataProcessing.InputFilter", "$.a")))
        .isEqualTo(of(Map.of("TRANSFORMJOB.dataprocessing.outputfilter", "\"$.a\"")));
  }

  @Test
  void finerTimestampsMakeOtherAnswersAndTheDefaultSaidAloudDoesNot() {
    assertThat(of(Map.of("timestampPrecision", "microseconds"))).isNotEqualTo(of(Map.of()));
    assertThat(of(Map.of("timestampPrecision", "milliseconds"))).isEqualTo(of(Map.of()));
  }

  @Test
  void withoutAFilterItIsWhatItHasAlwaysBeen() {
    assertThat(of(Map.of()))
        .isEqualTo("890fda4ea5422c5f275f0c3126782f8d5f359e21524c5db264b465dc736238d4");
  }

  private static String of(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("stagingPath", "/tmp/scoring");
    all.put("model", "a-model");
    all.put("contentType", "application/json");
    all.put("accept", "application/json");
    return Fingerprint.of(TransformOptions.parse(all), SCHEMA);
  }
}
