package dev.batchtransform.spark.internal.options;

import static dev.batchtransform.spark.internal.options.OptionType.bool;
import static dev.batchtransform.spark.internal.options.OptionType.bytes;
import static dev.batchtransform.spark.internal.options.OptionType.choice;
import static dev.batchtransform.spark.internal.options.OptionType.columns;
import static dev.batchtransform.spark.internal.options.OptionType.duration;
import static dev.batchtransform.spark.internal.options.OptionType.integer;
import static dev.batchtransform.spark.internal.options.OptionType.positiveDecimal;
import static dev.batchtransform.spark.internal.options.OptionType.text;
import static dev.batchtransform.spark.internal.options.OptionType.wholeNumber;

import dev.batchtransform.spark.model.BatchStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every option, declared once; a constant's meaning, default and bounds are what its declaration
 * says. Validation, the documentation, session defaults and suggestions for unknown names read this
 * table. Options with a free part in their name are in {@link OptionFamily}.
 */
public final class OptionTable {

  /** What precedes an option's name in the Spark session's configuration. */
  public static final String SESSION_PREFIX = "spark.datasource.sagemaker.";

  /** Filled by the declarations below, in their order. */
  private static final List<TransformOption<?>> ALL = new ArrayList<>();

  public static final TransformOption<String> STAGING_PATH =
      option(OptionTopic.PLACE, "stagingPath", text())
          .alias("path")
          .otherwise("required")
          .doc(
              "Folder below which runs are staged and answered, on any Hadoop file system. `path` is the same option: the argument of `save` and `load`. `s3a://` and `s3n://` become `s3://` in requests to SageMaker, and nowhere else.");

  public static final TransformOption<String> RUN_ID =
      option(OptionTopic.PLACE, "runId", OptionPatterns.runId())
          .otherwise("generated, sortable by time; a read takes the newest completed run")
          .doc(
              "Name of the run. A read may name several, separated by commas, with `*` for any"
                  + " characters: `nightly-*`. Its result then has the columns `run_id` and `dt`,"
                  + " which filter before any file is opened.");

  public static final TransformOption<String> DT =
      option(OptionTopic.PLACE, "dt", OptionPatterns.day())
          .otherwise("today (UTC)")
          .doc("Day of the run, part of its folder's name.");

  public static final TransformOption<String> MODEL =
      option(OptionTopic.MODEL, "model", OptionPatterns.resourceName())
          .otherwise("required for `batch-transform`")
          .doc("Name of the SageMaker model.");

  public static final TransformOption<ExecutorKind> EXECUTOR =
      option(OptionTopic.MODEL, "executor", choice(ExecutorKind.class))
          .defaultsTo(ExecutorKind.BATCH_TRANSFORM)
          .doc(
              "Who sends the records: `batch-transform` a SageMaker Batch Transform job, `local` a Spark job that calls `localModel`, `async` [an asynchronous endpoint](async.md), `step-functions` [a job that a state machine starts](executors.md#through-a-state-machine), `auto` [`local` for small data and else `batch-transform`](local-executor.md#small-data-locally-the-rest-as-a-job), decided when staging has ended.");

  public static final TransformOption<List<String>> INPUT_COLUMNS =
      option(OptionTopic.RECORDS, "inputColumns", columns())
          .otherwise("all columns")
          .doc(
              "Columns that are sent, in this order, with [other names or parts of them](records.md#columns-fields-and-names) where that is said: `title as inputs, address.city`.");

  public static final TransformOption<String> PAYLOAD_COLUMN =
      option(OptionTopic.RECORDS, "payloadColumn", text())
          .otherwise("none")
          .doc(
              "Sends this one column itself in place of an object of `inputColumns`: a struct as an object, an array as an array, a string as the JSON line it holds.");

  public static final TransformOption<RecordFormat> RECORD_FORMAT =
      option(OptionTopic.RECORDS, "recordFormat", choice(RecordFormat.class))
          .otherwise("what `contentType` says: `json`, `csv` or `text`")
          .doc(
              "What a record looks like, by the [family of containers](records.md#for-a-family-of-containers) that takes it. Also says what `contentType`, `accept` and `answerPath` are where they are not given.");

  public static final TransformOption<TimestampPrecision> TIMESTAMP_PRECISION =
      option(OptionTopic.RECORDS, "timestampPrecision", choice(TimestampPrecision.class))
          .defaultsTo(TimestampPrecision.MILLISECONDS)
          .doc(
              "How fine timestamps are sent: `milliseconds` as Spark's `to_json`, or all of their `microseconds`. The carried columns lose nothing in either case.");

  public static final TransformOption<List<String>> CARRY_COLUMNS =
      option(OptionTopic.RECORDS, "carryColumns", columns())
          .otherwise("all columns")
          .doc("Columns that come back in the result.");

  public static final TransformOption<Boolean> DEDUPE =
      option(OptionTopic.RECORDS, "dedupe", bool())
          .defaultsTo(false)
          .notAvailableYet()
          .doc("Sends identical records once and gives the answer to every row that had one.");

  public static final TransformOption<JoinMode> JOIN =
      option(OptionTopic.RECORDS, "join", choice(JoinMode.class))
          .defaultsTo(JoinMode.POSITION)
          .doc(
              "How an answer finds its row. `position`: by order in the file, counts proven. `record`: SageMaker joins a row id back on (`JoinSource=Input`); `contentType` and `accept` must then be equal, `application/json` or `application/jsonlines`.");

  public static final TransformOption<String> ANSWER_KEY =
      option(OptionTopic.RECORDS, "answerKey", text())
          .otherwise("none")
          .doc(
              "A column that is sent and carried, and that the model gives back under the same name as a field of its answer, such as an id: proven equal row by row. Its values should be unique.");

  public static final TransformOption<String> INSTANCE_TYPE =
      option(OptionTopic.RESOURCES, "instanceType", OptionPatterns.instanceType())
          .defaultsTo("ml.m5.xlarge")
          .doc("Type of the instances of a transform job.");

  public static final TransformOption<Integer> INSTANCE_COUNT =
      option(OptionTopic.RESOURCES, "instanceCount", integer(1, 100))
          .defaultsTo(2)
          .doc(
              "Number of instances of a transform job; a wave of fewer files takes as many as it has files.");

  public static final TransformOption<Boolean> FIT_INSTANCE_COUNT =
      option(OptionTopic.RESOURCES, "fitInstanceCount", bool())
          .defaultsTo(false)
          .doc(
              "Whether `instanceCount` is lowered to [what the staged records can feed](cost.md#how-many-instances), which a run otherwise only says in its log and in `plan()`.");

  public static final TransformOption<BatchStrategy> BATCH_STRATEGY =
      option(
              OptionTopic.RESOURCES,
              "batchStrategy",
              choice(BatchStrategy.class, BatchStrategy::text))
          .defaultsTo(BatchStrategy.SINGLE_RECORD)
          .doc(
              "Records in one request: one, or as many as fit into `maxPayloadInMB`. With `MultiRecord` the model must give one answer for each record, in order.");

  public static final TransformOption<Integer> MAX_CONCURRENT_TRANSFORMS =
      option(OptionTopic.RESOURCES, "maxConcurrentTransforms", integer(1, 100))
          .otherwise("the container's, else 1")
          .doc(
              "Requests in flight on one instance. Its product with `maxPayloadInMB` may not exceed 100.");

  public static final TransformOption<Integer> MAX_PAYLOAD_IN_MB =
      option(OptionTopic.RESOURCES, "maxPayloadInMB", integer(1, 100))
          .defaultsTo(6)
          .doc("Largest request body sent to the model, in MiB. A larger record is `OVERSIZE`.");

  public static final TransformOption<String> CONTENT_TYPE =
      option(OptionTopic.RESOURCES, "contentType", OptionPatterns.mediaType())
          .defaultsTo("application/jsonlines")
          .doc(
              "Media type of the requests. Some containers want `application/json` or `application/jsonl`; with `text/csv`, as XGBoost and scikit-learn want it, records are [lines of csv](records.md#as-csv).");

  public static final TransformOption<String> ACCEPT =
      option(OptionTopic.RESOURCES, "accept", OptionPatterns.mediaType())
          .defaultsTo("application/jsonlines")
          .doc(
              "Media type asked of the answers; with `resultFormat=csv` it is `text/csv` where it is not given.");

  public static final TransformOption<Integer> INVOCATIONS_TIMEOUT_SECONDS =
      option(OptionTopic.RESOURCES, "invocationsTimeoutSeconds", integer(1, 3600))
          .defaultsTo(600)
          .doc("Seconds after which a request counts as failed.");

  public static final TransformOption<Integer> INVOCATIONS_MAX_RETRIES =
      option(OptionTopic.RESOURCES, "invocationsMaxRetries", integer(0, 3))
          .defaultsTo(3)
          .doc("How often a failed request is sent again.");

  public static final TransformOption<Integer> TARGET_FILE_SIZE_MB =
      option(OptionTopic.STAGING, "targetFileSizeMB", integer(1, 100_000))
          .otherwise("chosen by the planner")
          .doc(
              "Size in MiB at which a staged file is closed and the next one begun; also when the columns it carries, uncompressed, are four times as large.");

  public static final TransformOption<Boolean> GZIP =
      option(OptionTopic.STAGING, "gzip", bool())
          .defaultsTo(false)
          .doc(
              "Whether the staged input is compressed with gzip, which SageMaker inflates before it is split: [smaller, and slower to write](cost.md#compressed-input). Not for asynchronous endpoints.");

  public static final TransformOption<Long> MAX_RECORDS_PER_FILE =
      option(OptionTopic.STAGING, "maxRecordsPerFile", wholeNumber(1))
          .otherwise("chosen by the planner")
          .doc("Records after which a staged file is closed and the next one begun.");

  public static final TransformOption<Integer> MIN_FILES_PER_INSTANCE =
      option(OptionTopic.STAGING, "minFilesPerInstance", integer(1, 10_000))
          .otherwise("chosen by the planner")
          .doc("Staged files per instance, at least; a file is never shared by instances.");

  public static final TransformOption<String> REGION =
      option(OptionTopic.AWS, "region", OptionPatterns.region())
          .otherwise("AWS default chain")
          .doc("AWS region in which SageMaker is called.");

  public static final TransformOption<String> ENDPOINT_URL =
      option(OptionTopic.AWS, "endpointUrl", OptionPatterns.httpUrl())
          .otherwise("AWS default chain")
          .doc("Address at which SageMaker is called, such as that of the emulator.");

  public static final TransformOption<String> ROLE_ARN =
      option(OptionTopic.AWS, "roleArn", OptionPatterns.role())
          .otherwise("AWS default chain")
          .doc(
              "IAM role that is assumed to call SageMaker. Not the role of the model, which the model itself names.");

  public static final TransformOption<String> EXTERNAL_ID =
      option(OptionTopic.AWS, "externalId", OptionPatterns.externalId())
          .otherwise("none")
          .doc("External id to give when `roleArn` is assumed. Never logged.");

  public static final TransformOption<String> KMS_KEY_ID =
      option(OptionTopic.AWS, "kmsKeyId", OptionPatterns.kmsKey())
          .otherwise("none")
          .doc("KMS key with which SageMaker encrypts its outputs.");

  public static final TransformOption<String> VOLUME_KMS_KEY_ID =
      option(OptionTopic.AWS, "volumeKmsKeyId", OptionPatterns.kmsKey())
          .otherwise("none")
          .doc(
              "KMS key of the instances' volumes. Instance types with local NVMe storage take none.");

  public static final TransformOption<OnFailure> ON_FAILURE =
      option(OptionTopic.FAILURES, "onFailure", choice(OnFailure.class))
          .defaultsTo(OnFailure.ISOLATE)
          .doc(
              "What follows when files could not be scored whole. `isolate`: narrow them down to"
                  + " the bad rows. `retry`: send whole files again. `fail`: fail the run.");

  public static final TransformOption<Integer> MAX_ATTEMPTS =
      option(OptionTopic.FAILURES, "maxAttempts", integer(1, 100))
          .defaultsTo(4)
          .doc("Waves after which what still fails becomes failed rows.");

  public static final TransformOption<TailMode> TAIL =
      option(OptionTopic.FAILURES, "tail", choice(TailMode.class))
          .otherwise(
              "`local` where `localModel` is given, else `async` where `endpointName` is, else `job`")
          .doc(
              "Who narrows a run down to its bad rows once its first job has ended: `job` further jobs, `local` the model that `localModel` names, `async` the endpoint that `endpointName` names, both without waiting for instances. With `onFailure=isolate` only.");

  public static final TransformOption<String> DEAD_LETTER_QUEUE_URL =
      option(OptionTopic.FAILURES, "deadLetterQueueUrl", OptionPatterns.queueUrl())
          .otherwise("none")
          .doc(
              "SQS queue that gets one message for each failed row when a run ends: reference, code and message, no payload. It is called at the URL's own host, as the caller that `region`, `roleArn` and `externalId` name.");

  public static final TransformOption<Double> MAX_COST_USD =
      option(OptionTopic.COST, "maxCostUsd", positiveDecimal())
          .otherwise("none")
          .notAvailableYet()
          .doc(
              "Budget in USD: a run that would pass it is refused, later waves are not started; unscored rows are `NOT_RUN`.");

  public static final TransformOption<Double> MAX_INSTANCE_HOURS =
      option(OptionTopic.COST, "maxInstanceHours", positiveDecimal())
          .otherwise("none")
          .notAvailableYet()
          .doc("Budget in hours of instances, kept as `maxCostUsd` is.");

  public static final TransformOption<Duration> JOB_TIMEOUT =
      option(OptionTopic.LIFE, "jobTimeout", duration())
          .defaultsTo(Duration.ofHours(24))
          .doc("Time after which a job that still runs is stopped.");

  public static final TransformOption<Duration> POLL_INTERVAL =
      option(OptionTopic.LIFE, "pollInterval", duration())
          .otherwise("adaptive, 5 s to 60 s")
          .doc(
              "Time between two looks at a job. A short one also shortens the pauses before something is tried again.");

  public static final TransformOption<Duration> START_TIMEOUT =
      option(OptionTopic.LIFE, "startTimeout", duration())
          .defaultsTo(Duration.ofMinutes(45))
          .doc(
              "Time within which a job's instances must have started; not for `step-functions`, whose state machine waits as long as it sees fit; for `localModel=exec:` within which the server must answer its ping.");

  public static final TransformOption<Duration> NO_PROGRESS_TIMEOUT =
      option(OptionTopic.LIFE, "noProgressTimeout", duration())
          .otherwise("none")
          .doc(
              "Time without a finished file after which a job is stopped, the [wait for its instances](failures.md#a-job-that-shows-no-progress) included; there is a warning after 15 minutes in any case. Does not concern `executor=local`.");

  public static final TransformOption<Duration> SERVICE_TIMEOUT =
      option(OptionTopic.LIFE, "serviceTimeout", duration())
          .defaultsTo(Duration.ofHours(6))
          .doc(
              "How long faults of the service itself (capacity, throttling, outage) are waited out before the run is `STOPPED`; it can go on later.");

  public static final TransformOption<Boolean> WAIT =
      option(OptionTopic.LIFE, "wait", bool())
          .defaultsTo(true)
          .doc("Whether a write waits for the run's end; `false` returns once it is submitted.");

  public static final TransformOption<IfRunExists> IF_RUN_EXISTS =
      option(OptionTopic.LIFE, "ifRunExists", choice(IfRunExists.class))
          .defaultsTo(IfRunExists.RESUME)
          .doc(
              "What a write does when `runId` is already there. `resume`: continue or return it when its fingerprint and its rows are the same, else refuse. `fail`: refuse. `replace`: start anew.");

  public static final TransformOption<Boolean> STOP_ON_CANCEL =
      option(OptionTopic.LIFE, "stopOnCancel", bool())
          .defaultsTo(true)
          .doc(
              "Whether the job is stopped when its driver stops waiting for it: its thread is interrupted (as Spark Connect and the Thrift server cancel a query), Spark is stopped, or the JVM is told to end. Cancelling a job group does not reach a write that waits for SageMaker, since no Spark job runs then.");

  public static final TransformOption<Cleanup> CLEANUP =
      option(OptionTopic.LIFE, "cleanup", choice(Cleanup.class))
          .defaultsTo(Cleanup.NONE)
          .doc(
              "What is deleted once a run has completed. `input`: staged input and manifests; results stay readable. A failure to delete is a warning.");

  public static final TransformOption<String> LOCAL_MODEL =
      option(OptionTopic.LOCAL, "localModel", OptionPatterns.localModel())
          .otherwise("required for `local`")
          .doc(
              "The model: a server that runs already (`http://host:port`), a SageMaker endpoint that is called by InvokeEndpoint (`endpoint:<name>`), a Java class (`class:<name>`), or a server that is started once for each executor process (`exec:<command>`).");

  public static final TransformOption<Integer> LOCAL_CONCURRENCY =
      option(OptionTopic.LOCAL, "localConcurrency", integer(1, 10_000))
          .otherwise("the container's, else the number of cores")
          .doc("Requests in flight in one executor process.");

  public static final TransformOption<Long> LOCAL_MAX_BYTES =
      option(OptionTopic.LOCAL, "localMaxBytes", bytes())
          .defaultsTo(16L * 1024 * 1024)
          .doc("Staged bytes up to which `executor=auto` goes local.");

  public static final TransformOption<Long> LOCAL_MAX_ROWS =
      option(OptionTopic.LOCAL, "localMaxRows", wholeNumber(1))
          .defaultsTo(10_000L)
          .doc("Rows up to which `executor=auto` goes local.");

  public static final TransformOption<String> ENDPOINT_NAME =
      option(OptionTopic.ASYNC, "endpointName", OptionPatterns.resourceName())
          .otherwise("required for `async`")
          .doc("Name of the asynchronous endpoint. Its configuration needs an `S3FailurePath`.");

  public static final TransformOption<Integer> REQUEST_TTL_SECONDS =
      option(OptionTopic.ASYNC, "requestTtlSeconds", integer(60, 21_600))
          .defaultsTo(21_600)
          .doc("Seconds that a request may wait in the endpoint's queue.");

  public static final TransformOption<Integer> MAX_IN_FLIGHT =
      option(OptionTopic.ASYNC, "maxInFlight", integer(1, 100_000))
          .defaultsTo(256)
          .doc("Requests to the endpoint that wait for an answer at the same time.");

  public static final TransformOption<String> STATE_MACHINE_ARN =
      option(OptionTopic.STEP_FUNCTIONS, "stateMachineArn", OptionPatterns.stateMachineArn())
          .otherwise("required for `step-functions`")
          .doc(
              "ARN of the state machine that starts a wave's transform job, in the machine's own region. Its input has the CreateTransformJob request as `request`. `auto` does not use it.");

  public static final TransformOption<String> RESULT_SCHEMA =
      option(OptionTopic.RESULT, "resultSchema", text().bounds("Spark DDL"))
          .otherwise("inferred once, kept with the run")
          .doc(
              "Type of one prediction, such as `array<float>` or `label STRING, score DOUBLE`. May be given or changed when the run is read or attached to.");

  public static final TransformOption<ResultFormat> RESULT_FORMAT =
      option(OptionTopic.RESULT, "resultFormat", choice(ResultFormat.class))
          .defaultsTo(ResultFormat.JSON)
          .doc(
              "How an answer is read: as a JSON value, or as a line of text or of [csv](results.md#csv). May be changed when the run is read or attached to.");

  public static final TransformOption<AnswerPath> ANSWER_PATH =
      option(OptionTopic.RESULT, "answerPath", OptionPatterns.answerPath())
          .otherwise("`$`, all of it, or that of `recordFormat`")
          .doc(
              "Where [the answer is](results.md#wrapped-answers) in the JSON that the model returns, such as `$.predictions[0]`. May be changed when the run is read or attached to.");

  public static final TransformOption<String> RESULT_COLUMN =
      option(OptionTopic.RESULT, "resultColumn", text())
          .defaultsTo("prediction")
          .doc("Column of the model's answer.");

  public static final TransformOption<String> ERROR_COLUMN =
      option(OptionTopic.RESULT, "errorColumn", text())
          .defaultsTo("prediction_error")
          .doc("Column that says why a row has no answer; null when it has one.");

  public static final TransformOption<String> RESULT_PREFIX =
      option(OptionTopic.RESULT, "resultPrefix", text())
          .doc(
              "Put before the names of both columns, unless they are given: `mood_` makes `mood_prediction` and `mood_prediction_error`. For results that are scored again by another model.");

  public static final TransformOption<ReadMode> MODE =
      option(OptionTopic.READING, "mode", choice(ReadMode.class))
          .defaultsTo(ReadMode.PERMISSIVE)
          .doc(
              "What happens to failed rows. `PERMISSIVE`: they come with their error. `DROPMALFORMED`: they are left out. `FAILFAST`: the first one throws.");

  public static final TransformOption<ResultTable> TABLE =
      option(OptionTopic.READING, "table", choice(ResultTable.class))
          .defaultsTo(ResultTable.RESULTS)
          .doc(
              "What is read: the joined rows of a run, those of all completed runs, one row per run, one row per staged file, or the failed rows with their record as sent.");

  private OptionTable() {}

  /** All options, in the order of the documentation. */
  public static List<TransformOption<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  private static <T> TransformOption.Builder<T> option(
      OptionTopic topic, String name, OptionType<T> type) {
    return new TransformOption.Builder<>(ALL::add, topic, name, type);
  }
}
