package dev.batchtransform.spark;

import dev.batchtransform.spark.exceptions.RunConflictException;
import dev.batchtransform.spark.exceptions.RunNotFoundException;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.cost.CostEstimate;
import dev.batchtransform.spark.internal.join.AnswerOptions;
import dev.batchtransform.spark.internal.join.RunReading;
import dev.batchtransform.spark.internal.ledger.ClaimedRun;
import dev.batchtransform.spark.internal.ledger.InputState;
import dev.batchtransform.spark.internal.ledger.RunAccess;
import dev.batchtransform.spark.internal.ledger.RunLedger;
import dev.batchtransform.spark.internal.ledger.RunState;
import dev.batchtransform.spark.internal.ledger.RunStore;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.ResultTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.report.RunPage;
import dev.batchtransform.spark.internal.run.FailedRows;
import dev.batchtransform.spark.internal.run.RunEngine;
import dev.batchtransform.spark.internal.run.RunEngines;
import dev.batchtransform.spark.internal.run.RunPrices;
import dev.batchtransform.spark.internal.run.RunWork;
import dev.batchtransform.spark.internal.session.Sessions;
import dev.batchtransform.spark.internal.stage.WholeFile;
import dev.batchtransform.spark.internal.verify.RunVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A run that has been staged. It goes on by itself once somebody has called {@link #await}, {@link
 * #result} or {@link BatchTransform#start}; several callers share one. Safe for use by several
 * threads.
 */
public final class TransformRun {
  private final SparkSession spark;
  private final String stagingPath;
  private final String runId;
  private final RunReading reading;
  private final RunAccess access;
  private final RunStore store;
  private volatile @Nullable RunEngine working;
  private volatile boolean stopRequested;
  private @Nullable FutureTask<RunLedger> work;

  private TransformRun(
      SparkSession spark, String stagingPath, String runId, Map<String, String> attachment) {
    this.spark = spark;
    this.stagingPath = stagingPath;
    this.runId = runId;
    this.reading = RunReading.given(attachment);
    this.access = RunAccess.given(RunReading.others(attachment));
    this.store = new RunStore(new Path(stagingPath), hadoop());
  }

  static TransformRun attach(
      SparkSession spark, String stagingPath, String runId, Map<String, String> options) {
    TransformOptions.parse(Map.of(OptionTable.RUN_ID.name(), runId)).requireOneRun();
    TransformRun run = new TransformRun(spark, stagingPath, runId, options);
    run.ledger();
    return run;
  }

  static TransformRun of(SparkSession spark, TransformOptions options) {
    return new TransformRun(
        spark, options.get(OptionTable.STAGING_PATH), options.get(OptionTable.RUN_ID), Map.of());
  }

  /** Lets the run go on by itself from now. */
  TransformRun begin() {
    FutureTask<RunLedger> unused = work();
    return this;
  }

  /** The run's name: the option {@code runId}, or the one it was given. */
  public String id() {
    return runId;
  }

  /** Where the run stands now. */
  public RunStatus status() {
    RunLedger ledger = ledger();
    return new RunStatus(
        ledger.state().name(),
        ledger.rows(),
        ledger.failedRows(),
        FailedRows.byCode(ledger),
        ledger.files().size(),
        RunEngines.filesDone(ledger, store, hadoop()),
        ledger.waves().stream().flatMap(wave -> wave.startedJob().stream()).toList(),
        ledger.waves().stream().flatMap(wave -> Stream.ofNullable(wave.region())).findFirst());
  }

  /**
   * Waits until every row is decided. An interrupt ends the wait and leaves the run as it is. The
   * outcome is kept: to go on with a run that was stopped, attach to it again.
   *
   * @return this run
   * @throws TransformRunException when the run has failed or was stopped
   */
  public TransformRun await() {
    try {
      work().get();
      return this;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransformRunException(
          "The wait for run '" + runId + "' was interrupted; the run goes on.");
    } catch (CancellationException cancelled) {
      throw new TransformRunException("Run '" + runId + "' was cancelled.");
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  /**
   * Waits until every row is decided, and returns every row once with its prediction or its error.
   *
   * @throws TransformRunException when the run has failed or was stopped; but a run that has failed
   *     is returned to whoever attached to it with a {@code resultSchema} or {@code resultFormat}
   */
  public Dataset<Row> result() {
    boolean readsAnew = !reading.options().isEmpty() && ledger().state().isOver();
    return readsAnew ? joined() : await().joined();
  }

  /**
   * Waits until every row is decided, and returns the rows that failed: {@code code}, {@code
   * message}, {@code file}, {@code line} and {@code attempts} as in the result's {@code
   * prediction_error}, the last {@code wave} that had the row, and its {@code record} exactly as it
   * was sent; these two are null for a row that was never sent. Empty when no row has failed. A run
   * that has failed as a whole has them too.
   *
   * @throws TransformRunException when the run was stopped
   */
  public Dataset<Row> deadLetters() {
    try {
      await();
    } catch (TransformRunException ended) {
      if (ledger().state() != RunState.FAILED) {
        throw ended;
      }
    }
    return reader(ResultTable.DEAD_LETTERS).load(stagingPath);
  }

  /**
   * Sends the failed rows again, once the cause is fixed: the same records to the same model, in
   * new waves of this run, of which there may be {@code maxAttempts} again. What was scored is kept
   * and not sent. The result then shows the new answers, and {@link #deadLetters} what still fails.
   * Rows whose answer was missing or did not parse are sent again alone; if there are more than
   * 50,000 groups of neighbouring ones, the first 50,000. Rows that were never sent (too large, or
   * no record) stay failed. Does nothing when no row can be sent again.
   *
   * <p>Returns once the rows are marked as pending; from then on the run works as after {@link
   * BatchTransform#start}, and if this driver dies, the same write or {@link BatchTransform#attach}
   * and {@link #await} go on with it.
   *
   * @return this run
   * @throws RunConflictException when the run has not ended, or was stopped: then it goes on with
   *     {@link #await}; or when this run was attached to with another {@code resultSchema} or
   *     {@code resultFormat}, with which fewer rows may be failed than the run says
   */
  public synchronized TransformRun retryDeadLetters() {
    RunEngine.requireOver(ledger());
    reading.refuseToSendAgain(runId);
    try (ClaimedRun claimed = RunWork.claim(context(), store, runId, () -> {})) {
      RunLedger run = ledger();
      try (RunEngine engine = engine(run)) {
        if (engine.on(claimed).retry(run).state() != RunState.RUNNING) {
          return this;
        }
      }
    }
    work = null;
    return begin();
  }

  /** The joined result as it stands. */
  Dataset<Row> joined() {
    return reader(ResultTable.RESULTS).options(reading.options()).load(stagingPath);
  }

  private DataFrameReader reader(ResultTable table) {
    return spark
        .read()
        .format(BatchTransform.DATA_SOURCE)
        .option(OptionTable.RUN_ID.name(), runId)
        .option(OptionTable.TABLE.name(), table.text());
  }

  /** What its instances cost, as far as its waves have ended. */
  public RunCost cost() {
    CostEstimate cost = RunPrices.cost(ledger());
    return new RunCost(cost.instanceSeconds(), cost.usd());
  }

  /**
   * Stops the run: its job, whoever started it, and the driver that works on it, which, if it is
   * another one, notices within ten seconds. What is finished stays, and the same write with the
   * same run id goes on from there.
   */
  public void stop() {
    stopRequested = true;
    RunEngine engine = working;
    if (engine != null) {
      engine.stop(ledger());
      return;
    }
    RunLedger run = ledger();
    try (RunEngine attached = engine(run)) {
      attached.stop(run);
    }
  }

  /**
   * Does what the option {@code stopOnCancel} says to a run whose waiting caller was cancelled:
   * stops it, or leaves it alone. For callers that wait in another process, such as Python's.
   */
  public void cancel() {
    if (TransformOptions.parse(ledger().options()).get(OptionTable.STOP_ON_CANCEL)) {
      stop();
    }
  }

  /**
   * Reads every row log, input and output again, with a Spark job, and compares them with the
   * ledger. A file that was changed, cut short or lost is a finding, not an exception.
   *
   * @throws RunConflictException when rows of the run are not decided yet
   */
  public Verification verify() {
    RunLedger ledger = ledger();
    return new Verification(
        spark,
        ledger,
        RunVerifier.verify(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            hadoop(),
            ledger,
            store.layout(ledger)));
  }

  /**
   * Writes what is known about the run as a web page: when its waves waited and worked, what
   * failed, what it cost, its options. It is a single file, made from the ledger alone, without the
   * content of any record.
   *
   * @param path where to, on any file system that Spark can write, such as {@code
   *     s3a://bucket/reports/nightly.html}; what is there is replaced
   * @throws StorageException when it cannot be written
   */
  public void report(String path) {
    RunLedger run = ledger();
    RunPage page =
        new RunPage(
            run, store.layout(run), RunPrices.cost(run), FailedRows.byCode(run), Instant.now());
    try {
      WholeFile.write(new Path(path), page.html().getBytes(StandardCharsets.UTF_8), hadoop());
    } catch (IOException failure) {
      throw new StorageException(
          "Cannot write the report of run '" + runId + "' to " + path + ": " + failure.getMessage(),
          failure);
    }
  }

  @Override
  public String toString() {
    return "TransformRun " + runId + " in " + stagingPath;
  }

  private synchronized FutureTask<RunLedger> work() {
    if (work == null) {
      stopRequested = false;
      FutureTask<RunLedger> task = new FutureTask<>(this::send);
      Thread thread = new Thread(task, "batch-transform-" + runId);
      thread.setDaemon(true);
      thread.start();
      work = task;
    }
    return work;
  }

  private RunLedger send() {
    SparkSession.setActiveSession(spark);
    RunLedger found = ledger();
    if (found.state().isOver() && found.inputs() != InputState.DELETING) {
      return RunEngine.outcome(reading.over(found));
    }
    try (ClaimedRun claimed = RunWork.claim(context(), store, runId, () -> {})) {
      return sendOn(claimed, ledger());
    }
  }

  private RunLedger sendOn(ClaimedRun claimed, RunLedger found) {
    RunLedger run = reading.over(found);
    try (RunEngine engine = engine(run)) {
      working = engine;
      if (stopRequested) {
        engine.stop(run);
      }
      return engine.on(claimed).await(run);
    } finally {
      working = null;
    }
  }

  private RunEngine engine(RunLedger run) {
    TransformOptions options = access.options(run);
    return RunEngines.create(
        context(), hadoop(), store, options, AnswerOptions.givenType(options).orElse(null));
  }

  private JavaSparkContext context() {
    return Sessions.context(spark);
  }

  private Configuration hadoop() {
    return Sessions.hadoop(spark);
  }

  private RunLedger ledger() {
    return store
        .find(runId)
        .orElseThrow(
            () ->
                new RunNotFoundException(
                    "There is no run '" + runId + "' in " + stagingPath + "."));
  }
}
