package dev.batchtransform.spark;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.InvalidSchemaException;
import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.RunNotFoundException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.ledger.GeneratedRunId;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.session.LocalProperty;
import dev.batchtransform.spark.internal.session.SessionOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scores a DataFrame with a model, offline, in one call:
 *
 * <pre>{@code
 * Dataset<Row> scored = BatchTransform.on(df)
 *     .option("model", "catalog-embedder")
 *     .option("stagingPath", "s3a://bucket/scoring")
 *     .score();
 * }</pre>
 *
 * <p>It takes the options of the data source {@code sagemaker}, and does what a write and a read of
 * that data source do. One object is one run, whose name is the option {@code runId} or a new one:
 * calling {@link #score} twice continues the run and pays once. A call with another option is
 * another object.
 */
public final class BatchTransform {
  static final String DATA_SOURCE = "sagemaker";

  private final Dataset<Row> df;
  private final Map<String, String> options;
  private final String newRunId = GeneratedRunId.at(Instant.now());

  private BatchTransform(Dataset<Row> df, Map<String, String> options) {
    this.df = df;
    this.options = Map.copyOf(options);
  }

  /**
   * Begins a call that scores the rows of {@code df}. Nothing happens before {@link #score}, {@link
   * #start} or {@link #plan}.
   */
  public static BatchTransform on(Dataset<Row> df) {
    return new BatchTransform(df, Map.of());
  }

  /**
   * A run that has been staged before, by this application or by another, whatever state it is in.
   *
   * @param stagingPath the run's staging path
   * @param runId the run's name
   * @throws RunNotFoundException when there is no such run
   * @throws InvalidOptionException when {@code runId} is not a valid run name
   */
  public static TransformRun attach(SparkSession spark, String stagingPath, String runId) {
    return attach(spark, stagingPath, runId, Map.of());
  }

  /**
   * Like {@link #attach(SparkSession, String, String)}, with options in place of the run's own or
   * of this machine's defaults: where and as whom SageMaker is called, and how answers are read.
   *
   * @param options of access, {@code region}, {@code endpointUrl}, {@code roleArn} and {@code
   *     externalId}, and {@code pollInterval}; of reading, {@code resultSchema} and {@code
   *     resultFormat}. They hold for the returned object; the run keeps them only when it goes on
   *     with them
   * @throws RunNotFoundException when there is no such run
   * @throws InvalidOptionException when an option is wrong
   */
  public static TransformRun attach(
      SparkSession spark, String stagingPath, String runId, Map<String, String> options) {
    return TransformRun.attach(spark, stagingPath, runId, options);
  }

  /**
   * Finds the runs below a staging path that have ended and are old. Deletes nothing by itself:
   * look at {@link Purge#runs}, then call {@link Purge#delete}.
   *
   * @param stagingPath the staging path of the runs
   * @param olderThan how long ago a run must have changed last; zero for any run that has ended
   * @throws InvalidOptionException when {@code olderThan} is negative
   */
  public static Purge purge(SparkSession spark, String stagingPath, Duration olderThan) {
    return Purge.find(spark, stagingPath, olderThan);
  }

  /**
   * Finds the transform jobs that runs below a staging path have left behind: no driver watches
   * them, and they cost money. Stops nothing by itself: look at {@link Reaping#jobs}, then call
   * {@link Reaping#stop}.
   *
   * @param stagingPath the staging path of the runs
   * @param olderThan age from which a job that was started without waiting counts as abandoned
   *     ({@code wait=false}, {@link #start}); one whose waiting driver has died counts at once
   * @throws InvalidOptionException when {@code olderThan} is negative
   */
  public static Reaping reap(SparkSession spark, String stagingPath, Duration olderThan) {
    return Reaping.find(spark, stagingPath, olderThan);
  }

  /** This call with one more option, as {@code DataFrameWriter.option}. */
  public BatchTransform option(String name, String value) {
    return options(Map.of(name, value));
  }

  /** This call with one more option, as {@code DataFrameWriter.option}. */
  public BatchTransform option(String name, boolean value) {
    return option(name, Boolean.toString(value));
  }

  /** This call with one more option, as {@code DataFrameWriter.option}. */
  public BatchTransform option(String name, long value) {
    return option(name, Long.toString(value));
  }

  /** This call with one more option, as {@code DataFrameWriter.option}. */
  public BatchTransform option(String name, double value) {
    return option(name, Double.toString(value));
  }

  /** This call with more options, as {@code DataFrameWriter.options}. */
  public BatchTransform options(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(more);
    return new BatchTransform(df, all);
  }

  /**
   * Stages the rows, runs the model over them, waits, and returns every row once with its
   * prediction or its error.
   *
   * @throws InvalidOptionException when an option is refused; nothing was staged then
   * @throws InvalidSchemaException when the DataFrame's schema is refused; nothing was staged then
   * @throws RunConflictException when the run of that name is not this one
   * @throws TransformRunException when the run has failed or was stopped
   */
  public Dataset<Row> score() {
    TransformOptions parsed = parsed();
    stage(parsed, true);
    return TransformRun.of(df.sparkSession(), parsed).joined();
  }

  /** Stages the rows and starts the run, and returns without waiting for its end. */
  public TransformRun start() {
    TransformOptions parsed = parsed();
    stage(parsed, false);
    return TransformRun.of(df.sparkSession(), parsed).begin();
  }

  private void stage(TransformOptions parsed, boolean wait) {
    LocalProperty description =
        LocalProperty.descriptionUnlessGiven(
            df.sparkSession().sparkContext(),
            "Stage the rows of run " + parsed.get(OptionTable.RUN_ID));
    try {
      df.write()
          .format(DATA_SOURCE)
          .options(parsed.asMap())
          .option(OptionTable.WAIT.name(), wait)
          .mode("append")
          .save();
    } finally {
      description.restore();
    }
  }

  /**
   * What {@link #start} would do: stages nothing, submits nothing. Counts the rows, which runs the
   * DataFrame's own plan once.
   */
  public RunPlan plan() {
    return RunPlan.of(df, parsed());
  }

  /**
   * The name that the run has or will have: the option {@code runId}, or a new one.
   *
   * @throws InvalidOptionException when an option is refused
   */
  public String runId() {
    return parsed().get(OptionTable.RUN_ID);
  }

  /** A run needs a name before it starts, so that it can be found again. */
  private TransformOptions parsed() {
    TransformOptions parsed = SessionOptions.of(options);
    return parsed.isSet(OptionTable.RUN_ID)
        ? parsed
        : parsed.with(OptionTable.RUN_ID.name(), newRunId);
  }
}
