package dev.batchtransform.spark.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.internal.deadletter.DeadLetterQueue;
import dev.batchtransform.spark.internal.deadletter.DeadLetterRetry;
import dev.batchtransform.spark.internal.deadletter.DeadLetters;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.async.AnsweredFiles;
import dev.batchtransform.spark.internal.executor.async.AsyncExecutor;
import dev.batchtransform.spark.internal.executor.auto.Tail;
import dev.batchtransform.spark.internal.executor.batch.BatchTransformExecutor;
import dev.batchtransform.spark.internal.executor.batch.TransformRequest;
import dev.batchtransform.spark.internal.executor.local.LocalExecutor;
import dev.batchtransform.spark.internal.executor.stepfunctions.StateMachineJobs;
import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.ledger.LedgerWave;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OnFailure;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.run.isolation.Forecast;
import dev.batchtransform.spark.internal.run.wave.FailureIsolation;
import dev.batchtransform.spark.internal.run.wave.FailurePolicy;
import dev.batchtransform.spark.internal.run.wave.IsolationPlanner;
import dev.batchtransform.spark.internal.run.wave.LevelWaves;
import dev.batchtransform.spark.internal.run.wave.PatientStart;
import dev.batchtransform.spark.internal.run.wave.PayloadSize;
import dev.batchtransform.spark.internal.run.wave.ServicePatience;
import dev.batchtransform.spark.internal.run.wave.SmallerFiles;
import dev.batchtransform.spark.internal.run.wave.SparkFileCutter;
import dev.batchtransform.spark.internal.run.wave.SparkOutputSurveyor;
import dev.batchtransform.spark.internal.run.wave.StopRequest;
import dev.batchtransform.spark.internal.run.wave.WavePause;
import dev.batchtransform.spark.internal.run.wave.WaveSettlement;
import dev.batchtransform.spark.internal.stage.FilePlans;
import dev.batchtransform.spark.internal.stage.OutputListing;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.model.BatchStrategy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Puts an engine together from a run's options: the only place that knows which executor the option
 * {@code executor} means.
 */
public final class RunEngines {
  /** A shorter {@code pollInterval} also shortens this pause. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private static final List<Double> LIKELY_SHARES = List.of(1e-4, 1e-3, 1e-2, 5e-2);

  private RunEngines() {}

  /**
   * An engine for one run.
   *
   * @param predictionType the type each answer must have; null to infer it from the answers
   */
  public static RunEngine create(
      JavaSparkContext spark,
      Configuration hadoop,
      RunStore store,
      TransformOptions options,
      @Nullable DataType predictionType) {
    SparkOutputSurveyor surveyor =
        new SparkOutputSurveyor(
            spark,
            hadoop,
            AnswerOptions.contract(options),
            Optional.ofNullable(predictionType).map(DataType::json).orElse(null));
    RunExecutors executors =
        new RunExecutors(options, kind -> executor(kind, spark, hadoop, options));
    FailurePolicy policy =
        new FailurePolicy(
            options.get(OptionTable.ON_FAILURE),
            options.get(OptionTable.MAX_ATTEMPTS),
            new PayloadSize(
                options.get(OptionTable.BATCH_STRATEGY),
                options.get(OptionTable.MAX_PAYLOAD_IN_MB)),
            new FailureIsolation(
                new IsolationPlanner(IsolationPlanner.mostFiles(hadoop)),
                new SparkFileCutter(spark, hadoop)),
            executors::change);
    boolean named = AnswerOptions.contract(options).namesRecords();
    WaveSettlement settlement =
        new WaveSettlement(
            surveyor,
            hadoop,
            predictionType,
            run -> named || executors.of(run, run.lastWave()).provesAnswerCounts());
    DeadLetters deadLetters = new DeadLetters(spark, hadoop, DeadLetterQueue.of(options));
    Clock clock = Clock.systemUTC();
    StopRequest stop = new StopRequest();
    Backoff pauses = pauses(options);
    Duration serviceTimeout = options.get(OptionTable.SERVICE_TIMEOUT);
    return new RunEngine(
        store,
        executors,
        deadLetters,
        stop,
        (engine, claimed) -> {
          RunEnding ending =
              new RunEnding(
                  claimed,
                  deadLetters,
                  new InputCleanup(claimed, hadoop, options.get(OptionTable.CLEANUP)),
                  policy.onFailure(),
                  hadoop,
                  clock);
          SmallerFiles smaller = new SmallerFiles(new SparkFileCutter(spark, hadoop));
          WaveStart waves =
              new WaveStart(
                  claimed,
                  executors,
                  smaller,
                  LevelWaves.of(options, smaller),
                  new PatientStart(pauses, serviceTimeout, clock),
                  policy.payload(),
                  RunAccess.of(options),
                  ending,
                  stop,
                  hadoop,
                  clock);
          return new WaveLoop(
              engine,
              claimed,
              waves,
              new WavePause(pauses, new ServicePatience(serviceTimeout), stop, clock),
              settlement,
              policy,
              new DeadLetterRetry(spark, hadoop),
              ending,
              new Cancellation(spark.sc(), options.get(OptionTable.STOP_ON_CANCEL)));
        });
  }

  private static Backoff pauses(TransformOptions options) {
    Duration first =
        options
            .find(OptionTable.POLL_INTERVAL)
            .filter(interval -> interval.compareTo(FIRST_PAUSE) < 0)
            .orElse(FIRST_PAUSE);
    return new Backoff(first, LONGEST_PAUSE, 0.5);
  }

  /**
   * What bad records would cost a run of these files, for some shares of them; none where failing
   * files are not narrowed down, or where it depends on how many records go into one request.
   *
   * @param files how many files there are of each number of records
   */
  public static List<Forecast> isolation(TransformOptions options, Map<Long, Long> files) {
    ExecutorKind executor = options.get(OptionTable.EXECUTOR);
    if (executor == ExecutorKind.LOCAL || FilePlans.isCutIntoRecords(options)) {
      return isNarrowedAtOnce(options)
          ? LIKELY_SHARES.stream().map(share -> Forecast.narrowedAtOnce(files, share)).toList()
          : List.of();
    }
    if (!FilePlans.grows(options)) {
      return List.of();
    }
    if (Tail.of(options, executor).isPresent()) {
      return isNarrowedAtOnce(options)
          ? LIKELY_SHARES.stream().map(share -> Forecast.inOneTail(files, share)).toList()
          : List.of();
    }
    int waves = options.get(OptionTable.MAX_ATTEMPTS) - 1;
    return LIKELY_SHARES.stream()
        .map(share -> Forecast.of(files, share, waves, IsolationPlanner.MOST_FILES))
        .toList();
  }

  /** Whether an executor that sees its requests learns of each record what became of it. */
  private static boolean isNarrowedAtOnce(TransformOptions options) {
    return options.get(OptionTable.ON_FAILURE) == OnFailure.ISOLATE
        && options.get(OptionTable.BATCH_STRATEGY) == BatchStrategy.SINGLE_RECORD
        && !AnswerOptions.contract(options).namesRecords();
  }

  /** Files of a run whose answers exist, those of the running wave included. */
  public static int filesDone(RunLedger run, RunStore store, Configuration hadoop) {
    Predicate<StagedFile> answered =
        run.openWave().map(wave -> answered(run, wave, store, hadoop)).orElse(part -> false);
    return Math.toIntExact(
        run.files().stream().filter(file -> file.pending().allMatch(answered)).count());
  }

  /** An asynchronous endpoint puts answers where it was told to put them. */
  private static Predicate<StagedFile> answered(
      RunLedger run, LedgerWave wave, RunStore store, Configuration hadoop) {
    RunLayout layout = store.layout(run);
    if (run.kindOf(wave) == ExecutorKind.ASYNC) {
      Set<String> files = AnsweredFiles.of(layout, wave.index(), hadoop);
      return part -> files.contains(part.name());
    }
    Path outputs = layout.outputs(wave.index());
    try {
      Set<String> names = OutputListing.of(outputs, hadoop).keySet();
      return part -> names.contains(part.outputName());
    } catch (IOException failure) {
      throw new StorageException("Cannot list the outputs below " + outputs, failure);
    }
  }

  /** The request that would start the run's first wave; empty where no SageMaker is called. */
  public static Optional<JsonNode> firstRequest(TransformOptions options, RunLayout layout) {
    if (!options.get(OptionTable.EXECUTOR).startsJobs()) {
      return Optional.empty();
    }
    String runId = options.get(OptionTable.RUN_ID);
    return Optional.of(TransformRequest.of(new Wave(runId, 0, layout, List.of()), options));
  }

  private static TransformExecutor executor(
      ExecutorKind kind, JavaSparkContext spark, Configuration hadoop, TransformOptions options) {
    return switch (kind) {
      case BATCH_TRANSFORM -> BatchTransformExecutor.connect(hadoop, options);
      case LOCAL -> new LocalExecutor(spark, hadoop, options);
      case STEP_FUNCTIONS ->
          new BatchTransformExecutor(StateMachineJobs.connect(options), hadoop, options);
      case ASYNC -> AsyncExecutor.connect(hadoop, options);
      case AUTO -> throw new IllegalArgumentException("auto is decided when a run is staged");
    };
  }
}
