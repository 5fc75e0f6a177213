package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionRulesTest {

  @Test
  void requestsInFlightMayNotPassOneHundredMebibytes() {
    accepts(Map.of("maxConcurrentTransforms", "16"));
    accepts(Map.of("maxConcurrentTransforms", "100", "maxPayloadInMB", "1"));
    assertThatThrownBy(() -> TransformOptions.parse(Map.of("maxConcurrentTransforms", "17")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use options 'maxConcurrentTransforms' and 'maxPayloadInMB' because their product"
                + " passes 100: 17 x 6. Lower 'maxConcurrentTransforms' to 16 or 'maxPayloadInMB'"
                + " to 5.");
  }

  @Test
  void aRecordIsEitherColumnsOrOnePayload() {
    refuses(Map.of("inputColumns", "a", "payloadColumn", "b"), "'payloadColumn' is given too");
    accepts(Map.of("payloadColumn", "b"));
  }

  @Test
  void theAnswerAndItsErrorHaveDifferentColumns() {
    refuses(Map.of("resultColumn", "x", "errorColumn", "X"), "the same column: x");
    refuses(Map.of("resultColumn", "prediction_error"), "the same column: prediction_error");
  }

  @Test
  void aJoinByRecordNeedsOneJsonTypeOnBothSides() {
    accepts(Map.of("join", "record"));
    accepts(
        Map.of("join", "record", "contentType", "application/json", "accept", "application/json"));
    refuses(
        Map.of("join", "record", "accept", "application/json"),
        "application/jsonlines and application/json. Give both the same");
    refuses(
        Map.of("join", "record", "contentType", "text/csv", "accept", "text/csv"), "join=record");
    accepts(Map.of("contentType", "text/csv", "accept", "application/json"));
  }

  @Test
  void aJoinByRecordNeedsJsonAnswers() {
    refuses(Map.of("join", "record", "resultFormat", "text"), "Use join=position");
    accepts(Map.of("resultFormat", "text"));
  }

  @Test
  void anAnswersKeyIsAFieldOfARecordThatIsAnObjectAndOfAJsonAnswer() {
    accepts(Map.of("answerKey", "id", "inputColumns", "id"));
    refuses(Map.of("answerKey", "id", "payloadColumn", "p"), "inputColumns");
    refuses(Map.of("answerKey", "id", "resultFormat", "text"), "answer in JSON");
  }

  @Test
  void filtersAreOpenOnlyWhenRecordsAreJoinedByPosition() {
    String filter = "transformJob.DataProcessing.InputFilter";
    accepts(Map.of(filter, "$.features"));
    refuses(Map.of(filter, "$.features", "join", "record"), "join=record sets");
    refuses(Map.of(filter, "$.features", "accept", "text/csv"), "'transformJob.DataProcessing.*'");
  }

  @Test
  void anExternalIdNeedsARole() {
    refuses(Map.of("externalId", "tenant-7"), "without 'roleArn'");
  }

  private static void accepts(Map<String, String> options) {
    assertThatCode(() -> TransformOptions.parse(options)).doesNotThrowAnyException();
  }

  private static void refuses(Map<String, String> options, String message) {
    assertThatThrownBy(() -> TransformOptions.parse(options))
        .isInstanceOf(InvalidOptionException.class)
        .satisfies(e -> assertThat(e).hasMessageContaining(message));
  }
}
