package dev.batchtransform.spark.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
  void recordsAreWhatTheirContentTypeSays() {
    accepts(Map.of("recordFormat", "csv", "contentType", "Text/CSV; header=absent"));
    accepts(Map.of("recordFormat", "instances", "contentType", "application/json"));
    accepts(Map.of("recordFormat", "json", "contentType", "application/x-model"));
    accepts(Map.of("recordFormat", "text", "contentType", "text/csv"));
    refuses(Map.of("recordFormat", "csv", "contentType", "application/json"), "contradict");
    refuses(Map.of("recordFormat", "triton", "contentType", "text/csv"), "contradict", "triton");
  }

  @Test
  void aRecordThatIsARequestGoesAlone() {
    accepts(Map.of("recordFormat", "csv", "batchStrategy", "MultiRecord"));
    refuses(
        Map.of("recordFormat", "huggingface", "batchStrategy", "MultiRecord"),
        "recordFormat=huggingface each record is a request by itself");
  }

  @Test
  void onlyJsonHasFieldsToCompareOrToLookInto() {
    accepts(Map.of("answerKey", "id", "answerPath", "$.predictions[0]"));
    refuses(Map.of("answerKey", "id", "recordFormat", "instances"), "recordFormat=instances");
    refuses(Map.of("answerKey", "id", "contentType", "text/csv"), "recordFormat=csv");
    refuses(Map.of("answerPath", "$.a", "resultFormat", "csv"), "resultFormat=csv");
    refuses(Map.of("join", "record", "resultFormat", "csv"), "value csv", "join=position");
    refuses(Map.of("answerPath", "a"), "'answerPath'", "$.predictions[0]");
  }

  @Test
  void aFamilySaysItsMediaTypeAndWhereItsAnswersLie() {
    assertFilled(Map.of(), "application/jsonlines", "application/jsonlines", null);
    assertFilled(Map.of("recordFormat", "csv"), "text/csv", "text/csv", null);
    assertFilled(
        Map.of("recordFormat", "instances"),
        "application/json",
        "application/json",
        "$.predictions[0]");
    assertFilled(
        Map.of("recordFormat", "dataframe_split", "answerPath", "$"),
        "application/json",
        "application/json",
        "$");
    assertFilled(
        Map.of("recordFormat", "instances", "resultFormat", "csv"),
        "application/json",
        "text/csv",
        null);
    assertFilled(
        Map.of("recordFormat", "triton", "accept", "application/x-own"),
        "application/json",
        "application/x-own",
        null);
    assertFilled(Map.of("contentType", "text/csv"), "text/csv", "application/jsonlines", null);
    assertFilled(
        Map.of(
            "recordFormat", "instances",
            "transformJob.DataProcessing.OutputFilter", "$.predictions[0]"),
        "application/json",
        "application/json",
        null);
  }

  private static void assertFilled(
      Map<String, String> given, String contentType, String accept, @Nullable String path) {
    Map<String, String> fitting = new HashMap<>(given);
    boolean filters = given.keySet().stream().anyMatch(name -> name.startsWith("transformJob"));
    if (filters) {
      // Filters ask for one media type on both sides, before any is filled in.
      fitting.put("contentType", contentType);
      fitting.put("accept", accept);
    }
    TransformOptions filled = TransformOptions.parse(fitting).withRecordDefaults();

    assertThat(filled.get(OptionTable.CONTENT_TYPE)).isEqualTo(contentType);
    assertThat(filled.get(OptionTable.ACCEPT)).isEqualTo(accept);
    assertThat(filled.find(OptionTable.ANSWER_PATH).map(AnswerPath::text))
        .isEqualTo(Optional.ofNullable(path));
    assertThat(filled.withRecordDefaults()).isEqualTo(filled);
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
  void anEndpointNeitherJoinsNorFiltersRecords() {
    Map<String, String> endpoint = Map.of("executor", "async", "endpointName", "e");
    accepts(endpoint);
    refuses(with(endpoint, "join", "record"), "asynchronous endpoint", "join=position");
    refuses(
        with(endpoint, "transformJob.DataProcessing.OutputFilter", "$.a"),
        "asynchronous endpoint",
        "executor=batch-transform");
    refuses(Map.of("tail", "async", "join", "record"), "asynchronous endpoint", "tail=job");
    refuses(with(endpoint, "gzip", "true"), "option 'gzip'", "executor=batch-transform");
    refuses(Map.of("endpointName", "e", "gzip", "true"), "option 'gzip'", "tail=job");
  }

  private static Map<String, String> with(Map<String, String> options, String name, String value) {
    Map<String, String> all = new HashMap<>(options);
    all.put(name, value);
    return all;
  }

  @Test
  void anExternalIdNeedsARole() {
    refuses(Map.of("externalId", "tenant-7"), "without 'roleArn'");
  }

  private static void accepts(Map<String, String> options) {
    assertThatCode(() -> TransformOptions.parse(options)).doesNotThrowAnyException();
  }

  private static void refuses(Map<String, String> options, String... words) {
    assertThatThrownBy(() -> TransformOptions.parse(options))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContainingAll(words);
  }
}
