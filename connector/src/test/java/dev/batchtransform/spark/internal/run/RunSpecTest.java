package dev.batchtransform.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.TransformException;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.RecordFormat;
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
    assertRefused(Map.of("answerKey", "ids"), "'ids'", "does not have", "Did you mean 'id'?");
    assertRefused(Map.of("answerKey", "id", "inputColumns", "text"), "not sent", "inputColumns");
    assertRefused(Map.of("answerKey", "id", "carryColumns", "text"), "not carried", "carryColumns");
    assertRefused(Map.of("answerKey", "score"), "'score' of type double");
    assertThat(spec(Map.of("answerKey", "at")).options().isSet(OptionTable.ANSWER_KEY)).isTrue();
    assertRefused(
        Map.of("answerKey", "at", "timestampPrecision", "microseconds"), "to the millisecond");
  }

  @Test
  void optionsNameColumnsAsSparkDoes() {
    Map<String, String> shouted =
        Map.of("inputColumns", "TEXT, ID", "carryColumns", "Id", "answerKey", "iD");

    RunSpec spec = spec(shouted);

    assertThat(spec.record().columns()).containsExactly("text", "id");
    assertThat(spec.carried()).containsExactly("id");
    assertThat(spec.options().get(OptionTable.CARRY_COLUMNS)).containsExactly("id");
    assertThat(spec.options().find(OptionTable.ANSWER_KEY)).contains("id");
    for (String option : shouted.keySet()) {
      assertThatThrownBy(() -> spec(Map.of(option, shouted.get(option)), true))
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("'" + option + "'")
          .hasMessageContaining("Did you mean");
    }
  }

  @Test
  void whatAFamilySaysIsKeptWithTheRun() {
    RunSpec spec = spec(Map.of("recordFormat", "dataframe_split", "inputColumns", "TEXT as t"));

    assertThat(spec.record().format()).isEqualTo(RecordFormat.DATAFRAME_SPLIT);
    assertThat(spec.record().columns()).containsExactly("text as t");
    assertThat(spec.options().asMap())
        .containsEntry("contentType", "application/json")
        .containsEntry("accept", "application/json")
        .containsEntry("answerPath", "$.predictions[0]")
        .containsEntry("inputColumns", "text as t");
  }

  @Test
  void aKeyIsSentUnderItsOwnName() {
    assertRefused(Map.of("answerKey", "id", "inputColumns", "id as key"), "not sent");
    assertRefused(Map.of("answerKey", "id", "inputColumns", "text as id"), "not sent");
  }

  @Test
  void aSchemaThatNoLineOfCsvCanHaveIsRefused() {
    assertThatThrownBy(
            () -> spec(Map.of("resultFormat", "csv", "resultSchema", "m map<string, double>")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'resultSchema' with resultFormat=csv");
  }

  @Test
  void whatIsSpelledAsInTheSchemaStaysAsItWasGiven() {
    assertThat(spec(Map.of("inputColumns", "text,  id")).options().asMap())
        .containsEntry("inputColumns", "text,  id");
  }

  @Test
  void aResultsColumnClashesWithOneOfThatNameAsSparkComparesNames() {
    Map<String, String> clash = Map.of("resultColumn", "TEXT");

    assertThatThrownBy(() -> spec(clash))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'TEXT' would clash with the DataFrame's column 'text'");
    assertThat(spec(clash, true).carried()).contains("text");
  }

  private static void assertRefused(Map<String, String> options, String... words) {
    assertThatThrownBy(() -> spec(options))
        .isInstanceOf(TransformException.class)
        .hasMessageContaining("'answerKey'")
        .hasMessageContainingAll(words);
  }

  private static RunSpec spec(Map<String, String> more) {
    return spec(more, false);
  }

  private static RunSpec spec(Map<String, String> more, boolean caseSensitive) {
    Map<String, String> options = new HashMap<>(more);
    options.put("path", "/tmp/scoring");
    options.put("model", "m");
    return RunSpec.of(TransformOptions.parse(options), SCHEMA, caseSensitive);
  }
}
