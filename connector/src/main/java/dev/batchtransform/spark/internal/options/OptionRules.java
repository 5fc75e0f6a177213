package dev.batchtransform.spark.internal.options;

import static dev.batchtransform.spark.internal.options.OptionTable.ACCEPT;
import static dev.batchtransform.spark.internal.options.OptionTable.ANSWER_KEY;
import static dev.batchtransform.spark.internal.options.OptionTable.ANSWER_PATH;
import static dev.batchtransform.spark.internal.options.OptionTable.BATCH_STRATEGY;
import static dev.batchtransform.spark.internal.options.OptionTable.CONTENT_TYPE;
import static dev.batchtransform.spark.internal.options.OptionTable.ENDPOINT_NAME;
import static dev.batchtransform.spark.internal.options.OptionTable.EXECUTOR;
import static dev.batchtransform.spark.internal.options.OptionTable.EXTERNAL_ID;
import static dev.batchtransform.spark.internal.options.OptionTable.GZIP;
import static dev.batchtransform.spark.internal.options.OptionTable.INPUT_COLUMNS;
import static dev.batchtransform.spark.internal.options.OptionTable.JOIN;
import static dev.batchtransform.spark.internal.options.OptionTable.LOCAL_MODEL;
import static dev.batchtransform.spark.internal.options.OptionTable.MAX_CONCURRENT_TRANSFORMS;
import static dev.batchtransform.spark.internal.options.OptionTable.MAX_PAYLOAD_IN_MB;
import static dev.batchtransform.spark.internal.options.OptionTable.MODEL;
import static dev.batchtransform.spark.internal.options.OptionTable.PAYLOAD_COLUMN;
import static dev.batchtransform.spark.internal.options.OptionTable.RECORD_FORMAT;
import static dev.batchtransform.spark.internal.options.OptionTable.REGION;
import static dev.batchtransform.spark.internal.options.OptionTable.RESULT_FORMAT;
import static dev.batchtransform.spark.internal.options.OptionTable.ROLE_ARN;
import static dev.batchtransform.spark.internal.options.OptionTable.RUN_ID;
import static dev.batchtransform.spark.internal.options.OptionTable.STAGING_PATH;
import static dev.batchtransform.spark.internal.options.OptionTable.STATE_MACHINE_ARN;
import static dev.batchtransform.spark.internal.options.OptionTable.TAIL;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.model.BatchStrategy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold between options. */
final class OptionRules {

  /** Largest product of concurrent requests and MiB per request that SageMaker takes. */
  private static final int MOST_MEBIBYTES_IN_FLIGHT = 100;

  /** Media types that SageMaker's data processing takes and that fit JSON records. */
  private static final Set<String> DATA_PROCESSING_TYPES =
      Set.of("application/json", "application/jsonlines");

  /** Says what is wrong, or nothing. */
  private interface Rule {
    Optional<String> violation(TransformOptions options);
  }

  private static final List<Rule> RULES =
      List.of(
          OptionRules::payloadInFlight,
          OptionRules::oneKindOfInput,
          OptionRules::recordsFitTheirContentType,
          OptionRules::wrappedRecordsGoAlone,
          OptionRules::distinctResultColumns,
          OptionRules::onlyJsonCanBeJoinedByRecord,
          OptionRules::onlyJsonHasPaths,
          OptionRules::answerKeyNeedsFields,
          OptionRules::recordJoinOwnsTheFilters,
          OptionRules::dataProcessingNeedsOneJsonType,
          OptionRules::endpointsProcessNoData,
          OptionRules::endpointsInflateNothing,
          OptionRules::jobsRunWhereTheirStateMachineIs,
          OptionRules::externalIdNeedsRole,
          OptionRules::environmentEntries,
          OptionRules::tagEntries);

  private OptionRules() {}

  static void check(TransformOptions options) {
    for (Rule rule : RULES) {
      rule.violation(options)
          .ifPresent(
              message -> {
                throw new InvalidOptionException(message);
              });
    }
  }

  /** Refuses what names several runs, or perhaps several, where one is asked for. */
  static void requireOneRun(String runId) {
    if (!RunNames.of(runId).isOne()) {
      throw new InvalidOptionException(
          "Cannot use option 'runId' with the value %s because it names more than one run, which is for reading results only. Give the name of one run."
              .formatted(runId));
    }
  }

  static void checkForWriting(TransformOptions options) {
    options.get(STAGING_PATH);
    options.find(RUN_ID).ifPresent(OptionRules::requireOneRun);
    ExecutorKind executor = options.get(EXECUTOR);
    TransformOption<?> needed =
        switch (options.executorOfLargeData()) {
          case LOCAL -> LOCAL_MODEL;
          case ASYNC -> ENDPOINT_NAME;
          case BATCH_TRANSFORM, STEP_FUNCTIONS, AUTO -> MODEL;
        };
    if (executor == ExecutorKind.AUTO && !options.isSet(needed)) {
      throw missing(
          needed,
          "The executor 'auto' needs it, or the option '%s', for data that is not small."
              .formatted(ENDPOINT_NAME.name()));
    }
    if (!options.isSet(needed)) {
      throw missing(needed, "The executor '%s' needs it.".formatted(executor.text()));
    }
    if (executor == ExecutorKind.STEP_FUNCTIONS && !options.isSet(STATE_MACHINE_ARN)) {
      throw missing(STATE_MACHINE_ARN, "The executor 'step-functions' needs it.");
    }
    if (options.find(TAIL).filter(TailMode.LOCAL::equals).isPresent()
        && !options.isSet(LOCAL_MODEL)) {
      throw missing(LOCAL_MODEL, "tail=local needs it.");
    }
    if (options.find(TAIL).filter(TailMode.ASYNC::equals).isPresent()
        && !options.isSet(ENDPOINT_NAME)) {
      throw missing(ENDPOINT_NAME, "tail=async needs it.");
    }
  }

  private static InvalidOptionException missing(TransformOption<?> needed, String why) {
    return new InvalidOptionException(
        "Missing option '%s'. %s %s"
            .formatted(needed.name(), why, TransformOptions.howToGive(needed)));
  }

  private static Optional<String> payloadInFlight(TransformOptions options) {
    int payload = options.get(MAX_PAYLOAD_IN_MB);
    return options
        .find(MAX_CONCURRENT_TRANSFORMS)
        .filter(concurrent -> concurrent * payload > MOST_MEBIBYTES_IN_FLIGHT)
        .map(
            concurrent ->
                ("Cannot use options 'maxConcurrentTransforms' and 'maxPayloadInMB' because their"
                        + " product passes %d: %d x %d. Lower 'maxConcurrentTransforms' to %d or"
                        + " 'maxPayloadInMB' to %d.")
                    .formatted(
                        MOST_MEBIBYTES_IN_FLIGHT,
                        concurrent,
                        payload,
                        MOST_MEBIBYTES_IN_FLIGHT / payload,
                        MOST_MEBIBYTES_IN_FLIGHT / concurrent));
  }

  private static Optional<String> oneKindOfInput(TransformOptions options) {
    return when(
        options.isSet(INPUT_COLUMNS) && options.isSet(PAYLOAD_COLUMN),
        "Cannot use option 'inputColumns' because 'payloadColumn' is given too: a record is either"
            + " an object of columns or one column itself. Leave one out.");
  }

  private static Optional<String> distinctResultColumns(TransformOptions options) {
    ResultColumns columns = ResultColumns.of(options);
    return when(
        columns.prediction().equalsIgnoreCase(columns.error()),
        ("Cannot use options 'resultColumn' and 'errorColumn' because they name the same"
                + " column: %s. Give them names that differ in more than case.")
            .formatted(columns.prediction()));
  }

  private static Optional<String> recordsFitTheirContentType(TransformOptions options) {
    String contentType = options.get(CONTENT_TYPE);
    return options
        .find(RECORD_FORMAT)
        .filter(format -> options.isSet(CONTENT_TYPE) && !format.fits(contentType))
        .map(
            format ->
                ("Cannot use options 'recordFormat' and 'contentType' because they contradict each"
                        + " other: %s and %s. Leave 'contentType' out, which is then %s.")
                    .formatted(format.text(), contentType, format.mediaType()));
  }

  private static Optional<String> wrappedRecordsGoAlone(TransformOptions options) {
    RecordFormat format = RecordFormat.of(options);
    return when(
        format.isWrapped() && options.get(BATCH_STRATEGY) == BatchStrategy.MULTI_RECORD,
        "Cannot use option 'batchStrategy' with the value MultiRecord because with recordFormat=%s each record is a request by itself. Use SingleRecord, and raise 'maxConcurrentTransforms' for speed."
            .formatted(format.text()));
  }

  private static Optional<String> onlyJsonCanBeJoinedByRecord(TransformOptions options) {
    ResultFormat format = options.get(RESULT_FORMAT);
    return when(
        format != ResultFormat.JSON && options.get(JOIN) == JoinMode.RECORD,
        "Cannot use option 'resultFormat' with the value %s because join=record needs JSON answers. Use join=position."
            .formatted(format.text()));
  }

  private static Optional<String> onlyJsonHasPaths(TransformOptions options) {
    ResultFormat format = options.get(RESULT_FORMAT);
    return when(
        format != ResultFormat.JSON && options.isSet(ANSWER_PATH),
        "Cannot use option 'answerPath' because an answer of resultFormat=%s has no fields. Leave one of them out."
            .formatted(format.text()));
  }

  private static Optional<String> answerKeyNeedsFields(TransformOptions options) {
    return when(
        options.isSet(ANSWER_KEY) && !withoutFields(options).isEmpty(),
        "Cannot use option 'answerKey' because "
            + withoutFields(options)
            + ", or leave 'answerKey' out.");
  }

  /** Why records or answers have no field to compare; empty when they have. */
  private static String withoutFields(TransformOptions options) {
    if (options.isSet(PAYLOAD_COLUMN)) {
      return "with 'payloadColumn' a record need not be an object of columns. Send columns with"
          + " 'inputColumns'";
    }
    RecordFormat records = RecordFormat.of(options);
    if (records != RecordFormat.JSON) {
      return "a record of recordFormat=%s is not an object of columns. Send them as json"
          .formatted(records.text());
    }
    ResultFormat answers = options.get(RESULT_FORMAT);
    return answers == ResultFormat.JSON
        ? ""
        : "an answer of resultFormat=%s has no fields. Let the model answer in JSON"
            .formatted(answers.text());
  }

  private static Optional<String> recordJoinOwnsTheFilters(TransformOptions options) {
    return when(
        options.get(JOIN) == JoinMode.RECORD && hasFilters(options),
        "Cannot use options 'transformJob.DataProcessing.*' because join=record sets SageMaker's"
            + " data processing itself. Leave them out or use join=position.");
  }

  private static Optional<String> dataProcessingNeedsOneJsonType(TransformOptions options) {
    String contentType = options.get(CONTENT_TYPE);
    String accept = options.get(ACCEPT);
    boolean fits = contentType.equals(accept) && DATA_PROCESSING_TYPES.contains(contentType);
    boolean dataProcessing = options.get(JOIN) == JoinMode.RECORD || hasFilters(options);
    return when(
        dataProcessing && !fits,
        ("Cannot use options 'contentType' and 'accept' because with %s both must be"
                + " application/json or both application/jsonlines: %s and %s. Give both the same.")
            .formatted(
                hasFilters(options) ? "'transformJob.DataProcessing.*'" : "join=record",
                contentType,
                accept));
  }

  private static Optional<String> endpointsProcessNoData(TransformOptions options) {
    boolean tail = options.find(TAIL).filter(TailMode.ASYNC::equals).isPresent();
    boolean async = options.executorOfLargeData() == ExecutorKind.ASYNC;
    return when(
        (async || tail) && options.hasDataProcessing(),
        "Cannot use %s with an asynchronous endpoint because SageMaker filters and joins records for transform jobs only. %s, or use %s."
            .formatted(
                hasFilters(options)
                    ? "options 'transformJob.DataProcessing.*'"
                    : "option 'join' with the value record",
                hasFilters(options) ? "Leave them out" : "Use join=position",
                async ? "executor=batch-transform" : "tail=job"));
  }

  private static Optional<String> endpointsInflateNothing(TransformOptions options) {
    boolean async = options.executorOfLargeData() == ExecutorKind.ASYNC;
    boolean tail =
        options
            .find(TAIL)
            .map(TailMode.ASYNC::equals)
            .orElseGet(() -> options.isSet(ENDPOINT_NAME));
    return when(
        (async || tail) && options.get(GZIP),
        "Cannot use option 'gzip' with an asynchronous endpoint because SageMaker inflates what it reads for transform jobs only. Leave it out, or use %s."
            .formatted(async ? "executor=batch-transform" : "tail=job"));
  }

  private static Optional<String> jobsRunWhereTheirStateMachineIs(TransformOptions options) {
    Optional<String> region = options.find(REGION);
    return options
        .find(STATE_MACHINE_ARN)
        .map(arn -> arn.split(":", -1)[3])
        .filter(ofMachine -> options.get(EXECUTOR) == ExecutorKind.STEP_FUNCTIONS)
        .filter(ofMachine -> region.isPresent() && !region.get().equals(ofMachine))
        .map(
            ofMachine ->
                "Cannot use options 'region' and 'stateMachineArn' because they name two regions: %s and %s. Leave 'region' out: a state machine starts jobs in its own."
                    .formatted(region.orElseThrow(), ofMachine));
  }

  private static Optional<String> externalIdNeedsRole(TransformOptions options) {
    return when(
        options.isSet(EXTERNAL_ID) && !options.isSet(ROLE_ARN),
        "Cannot use option 'externalId' because it has no meaning without 'roleArn'. Give the role"
            + " to assume, or leave it out.");
  }

  private static Optional<String> environmentEntries(TransformOptions options) {
    return atMost("env.<NAME>", FamilyRules.MOST_ENVIRONMENT_ENTRIES, options.environment());
  }

  private static Optional<String> tagEntries(TransformOptions options) {
    return atMost("tag.<KEY>", FamilyRules.MOST_TAGS, options.tags());
  }

  private static Optional<String> atMost(String family, int most, Map<String, String> entries) {
    return when(
        entries.size() > most,
        "Cannot use options '%s' because SageMaker takes at most %d of them: %d. Leave some out."
            .formatted(family, most, entries.size()));
  }

  static boolean hasFilters(TransformOptions options) {
    return options.transformJobFields().keySet().stream()
        .anyMatch(path -> path.startsWith("DataProcessing."));
  }

  private static Optional<String> when(boolean violated, String message) {
    return violated ? Optional.of(message) : Optional.empty();
  }
}
