package dev.batchtransform.spark.internal.source;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.RunNotFoundException;
import dev.batchtransform.spark.internal.join.RunReading;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ReadMode;
import dev.batchtransform.spark.internal.options.ResultColumns;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.record.answer.UnfilledFields;
import dev.batchtransform.spark.internal.session.Sessions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run as its ledger stood when a read began. Spark plans a read several times; all of it works on
 * this one look.
 *
 * @param run the ledger
 * @param layout where the run lies
 * @param result the columns of its result
 * @param write options of the write, but for how the read wants answers to be read
 * @param read options of the read
 */
public record RunSnapshot(
    RunLedger run,
    RunLayout layout,
    ResultSchema result,
    TransformOptions write,
    TransformOptions read) {
  private static final Logger LOG = LoggerFactory.getLogger(RunSnapshot.class);

  /** Looks up the run that the options name, or the newest completed one. */
  static RunSnapshot read(TransformOptions options) {
    return of(find(options), options);
  }

  /** A run as these options read it. */
  static RunSnapshot of(RunLedger run, TransformOptions options) {
    RunStore store = store(options);
    TransformOptions write = RunReading.asRead(TransformOptions.parse(run.options()), options);
    ResultSchema result = ResultSchema.of(run, write, options);
    List<String> unfilled = unfilled(run, result.predictionType(), options);
    if (!unfilled.isEmpty()) {
      LOG.warn("Run {}:{}", run.runId(), UnfilledFields.sentence(unfilled));
    }
    return new RunSnapshot(run, store.layout(run), result, write, options);
  }

  /** Fields of the result's type that are null in every row, as far as the ledger tells. */
  private static List<String> unfilled(RunLedger run, DataType type, TransformOptions read) {
    if (run.prediction().equals(Optional.of(type))) {
      return run.unfilled();
    }
    boolean readsElsewhere =
        read.isSet(OptionTable.ANSWER_PATH) || read.isSet(OptionTable.RESULT_FORMAT);
    return readsElsewhere
        ? List.of()
        : run.shapeOfAnswers().map(shape -> UnfilledFields.of(type, shape)).orElse(List.of());
  }

  /** The run's ledger, refused when its result cannot be read yet. */
  static RunLedger find(TransformOptions options) {
    return requireReadable(named(options.requireOneRun()), options);
  }

  /** The run, refused when its result cannot be read yet. */
  static RunLedger requireReadable(RunLedger run, TransformOptions options) {
    if (!run.state().isReadable()) {
      throw new RunConflictException(
          "Cannot read run '"
              + run.runId()
              + "' because it is still "
              + run.state()
              + ". Wait for the application that runs it, or go on with it: "
              + "BatchTransform.attach(spark, \""
              + options.get(OptionTable.STAGING_PATH)
              + "\", \""
              + run.runId()
              + "\").await(), or the same write with the same runId.");
    }
    return run;
  }

  /** The same run with its predictions as a type that it shares with others. */
  RunSnapshot with(DataType prediction, ResultColumns names) {
    return new RunSnapshot(
        run,
        layout,
        new ResultSchema(result.carried(), names.prediction(), prediction, names.error()),
        write,
        read);
  }

  /** What is done with a row that has failed: as the read says, else as the write said. */
  ReadMode mode() {
    return read.isSet(OptionTable.MODE) ? read.get(OptionTable.MODE) : write.get(OptionTable.MODE);
  }

  static RunStore store(TransformOptions options) {
    return new RunStore(new Path(options.get(OptionTable.STAGING_PATH)), hadoop());
  }

  static Configuration hadoop() {
    return Sessions.hadoop();
  }

  static String notThere(String runId, String path) {
    return "There is no run '"
        + runId
        + "' in "
        + path
        + ". See which there are with option(\"table\", \"runs\").";
  }

  private static RunLedger named(TransformOptions options) {
    RunStore store = store(options);
    String path = options.get(OptionTable.STAGING_PATH);
    return options
        .find(OptionTable.RUN_ID)
        .map(
            runId ->
                store
                    .find(runId)
                    .orElseThrow(() -> new RunNotFoundException(notThere(runId, path))))
        .orElseGet(
            () ->
                store
                    .newestCompleted()
                    .orElseThrow(
                        () ->
                            new RunNotFoundException(
                                "There is no completed run in "
                                    + path
                                    + ". Start one with df.write().format(\"sagemaker\").mode(\"append\"), or name one with option 'runId'.")));
  }
}
