package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.TransformException;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RunSpecTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("id", "bigint")
          .add("text", "string")
          .add("score", "double")
          .add("at", "timestamp");

  @Test
  void anAnswersKeyIsAColumnThatIsSentAndCarriedAndComesBackAsItWent() {
    assertThat(spec(Map.of("answerKey", "id")).options().isSet(OptionTable.ANSWER_KEY)).isTrue();
    assertRefused(Map.of("answerKey", "ID"), "'ID'", "does not have");
    assertRefused(Map.of("answerKey", "id", "inputColumns", "text"), "not sent", "inputColumns");
    assertRefused(Map.of("answerKey", "id", "carryColumns", "text"), "not carried", "carryColumns");
    assertRefused(Map.of("answerKey", "score"), "'score' of type double");
    assertThat(spec(Map.of("answerKey", "at")).options().isSet(OptionTable.ANSWER_KEY)).isTrue();
    assertRefused(
        Map.of("answerKey", "at", "timestampPrecision", "microseconds"), "to the millisecond");
  }

  private static void assertRefused(Map<String, String> options, String... words) {
    assertThatThrownBy(() -> spec(options))
        .isInstanceOf(TransformException.class)
        .hasMessageContaining("'answerKey'")
        .hasMessageContainingAll(words);
  }

  private static RunSpec spec(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("path", "/tmp/scoring");
    options.put("model", "m");
    return RunSpec.of(TransformOptions.parse(options), SCHEMA, false);
  }
}
