package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.engine.AnswerTreatment;
import dev.batchtransform.engine.AssembleWith;
import dev.batchtransform.engine.EngineSettings;
import dev.batchtransform.engine.EngineSettingsBuilder;
import dev.batchtransform.engine.InvocationListener;
import dev.batchtransform.engine.PatientModel;
import dev.batchtransform.engine.SplitType;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.engine.processing.JoinSource;
import dev.batchtransform.spark.internal.executor.RecordJoin;
import dev.batchtransform.spark.internal.options.JoinMode;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultFormat;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.model.LocalModel;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an executor process needs to know to make its engine. Equal for all tasks of a run, so that
 * those in one process share one engine.
 *
 * @param model the option {@code localModel}
 * @param settings how files are transformed; its concurrency is not yet decided
 * @param concurrency the option {@code localConcurrency}; null leaves it to the model
 * @param environment variables of a server that is started here
 * @param startTimeout how long such a server may take to answer its ping
 * @param patience how long a model that cannot be used is waited for
 * @param endpoint the endpoint that {@code model} names; null when it is another kind of model
 */
record LocalEngineSpec(
    String model,
    EngineSettings settings,
    @Nullable Integer concurrency,
    TreeMap<String, String> environment,
    Duration startTimeout,
    Duration patience,
    @Nullable EndpointSpec endpoint)
    implements Serializable {

  /** Failing requests of one file that the run is told of: a few bytes each. */
  private static final int FAILED_REQUESTS_KEPT = 100_000;

  private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);

  static LocalEngineSpec of(TransformOptions options) {
    EngineSettingsBuilder settings =
        EngineSettings.builder()
            .splitType(SplitType.LINE)
            .assembleWith(AssembleWith.LINE)
            .batchStrategy(options.get(OptionTable.BATCH_STRATEGY))
            .maxPayloadBytes((long) options.get(OptionTable.MAX_PAYLOAD_IN_MB) << 20)
            .contentType(options.get(OptionTable.CONTENT_TYPE))
            .accept(options.get(OptionTable.ACCEPT))
            .invocationTimeout(
                Duration.ofSeconds(options.get(OptionTable.INVOCATIONS_TIMEOUT_SECONDS)))
            .maxRetries(options.get(OptionTable.INVOCATIONS_MAX_RETRIES))
            .failedRequestsKept(FAILED_REQUESTS_KEPT)
            .answers(answers(options));
    if (options.get(OptionTable.JOIN) == JoinMode.RECORD) {
      settings
          .inputFilter(RecordJoin.INPUT_FILTER)
          .joinSource(JoinSource.INPUT)
          .outputFilter(RecordJoin.OUTPUT_FILTER);
    }
    options.dataProcessingFilter("InputFilter").ifPresent(settings::inputFilter);
    options.dataProcessingFilter("OutputFilter").ifPresent(settings::outputFilter);
    return new LocalEngineSpec(
        options.get(OptionTable.LOCAL_MODEL),
        settings.build(),
        options.find(OptionTable.LOCAL_CONCURRENCY).orElse(null),
        environment(options),
        options.get(OptionTable.START_TIMEOUT),
        patience(options.get(OptionTable.SERVICE_TIMEOUT)),
        EndpointSpec.of(options).orElse(null));
  }

  /** As SageMaker starts a container, under the same names. */
  private static TreeMap<String, String> environment(TransformOptions options) {
    TreeMap<String, String> all = new TreeMap<>(options.environment());
    all.put("SAGEMAKER_BATCH", "true");
    all.put("SAGEMAKER_BATCH_STRATEGY", options.get(OptionTable.BATCH_STRATEGY).text());
    all.put(
        "SAGEMAKER_MAX_PAYLOAD_IN_MB",
        Integer.toString(options.get(OptionTable.MAX_PAYLOAD_IN_MB)));
    options
        .find(OptionTable.LOCAL_CONCURRENCY)
        .ifPresent(most -> all.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", most.toString()));
    return all;
  }

  /** Executors that only wait are held, and perhaps paid for. */
  private static Duration patience(Duration serviceTimeout) {
    return serviceTimeout.compareTo(LONGEST_PATIENCE) < 0 ? serviceTimeout : LONGEST_PATIENCE;
  }

  /** A join names the record of each answer; without one, answers are counted. */
  private static AnswerTreatment answers(TransformOptions options) {
    if (options.get(OptionTable.JOIN) == JoinMode.RECORD) {
      return AnswerTreatment.DECODED;
    }
    return options.get(OptionTable.RESULT_FORMAT) == ResultFormat.JSON
        ? AnswerTreatment.ONE_JSON_VALUE_PER_RECORD
        : AnswerTreatment.ONE_LINE_PER_RECORD;
  }

  /** An engine for a model that has been opened: the container may suggest the concurrency. */
  TransformEngine engine(LocalModel opened) throws IOException, InterruptedException {
    int most = concurrencyOf(opened);
    return new TransformEngine(
        new PatientModel(opened, most, patience),
        settings.toBuilder().maxConcurrentTransforms(most).build(),
        InvocationListener.NONE);
  }

  private int concurrencyOf(LocalModel opened) throws IOException, InterruptedException {
    if (concurrency != null) {
      return concurrency;
    }
    OptionalInt suggested =
        new PatientModel(opened, 1, patience).executionParameters().maxConcurrentTransforms();
    return suggested.orElse(Runtime.getRuntime().availableProcessors());
  }

  /** The settings; the model's address may hold a password. */
  @Override
  public String toString() {
    return "LocalEngineSpec[settings=%s, concurrency=%s]"
        .formatted(settings, Optional.ofNullable(concurrency));
  }
}
