package dev.batchtransform.spark.internal.executor.async;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.aws.AsyncEndpoint;
import dev.batchtransform.spark.internal.executor.AwsOptions;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.SageMakerUris;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.model.BatchStrategy;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Runs a wave as requests to an asynchronous endpoint, each staged file one. The driver sends them
 * and looks for their answers; Spark's executors have nothing to do meanwhile.
 */
public final class AsyncExecutor implements TransformExecutor {

  /** With one record a request, each has a file, an answer and a line in the ledger. */
  private static final int MOST_SINGLE_RECORDS = 100_000;

  /** Hadoop setting of {@link #MOST_SINGLE_RECORDS}, so that tests come there with few rows. */
  private static final String MOST_SINGLE_RECORDS_SETTING = "dev.batchtransform.async.records";

  private final AsyncEndpoint endpoint;
  private final Configuration hadoop;
  private final TransformOptions options;
  private final Clock clock;
  private final ExecutorService threads;

  /**
   * An executor over a client that is there already.
   *
   * @param endpoint closed with this executor
   * @param hadoop how the file system of the staging path is reached
   */
  AsyncExecutor(
      AsyncEndpoint endpoint, Configuration hadoop, TransformOptions options, Clock clock) {
    this.endpoint = endpoint;
    this.hadoop = hadoop;
    this.options = options;
    this.clock = clock;
    this.threads = Executors.newFixedThreadPool(Sender.THREADS, daemons(endpoint.name()));
  }

  /**
   * An executor that calls the endpoint that the option {@code endpointName} names, where and as
   * whom the options say.
   *
   * @throws dev.batchtransform.spark.exceptions.AwsCallException when no region or credentials are
   *     found
   */
  public static AsyncExecutor connect(Configuration hadoop, TransformOptions options) {
    return new AsyncExecutor(
        AsyncEndpoint.connect(AwsOptions.settings(options), options.get(OptionTable.ENDPOINT_NAME)),
        hadoop,
        options,
        Clock.systemUTC());
  }

  private static ThreadFactory daemons(String endpoint) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "requests-to-" + endpoint + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void validate() {
    Path stagingPath = new Path(options.get(OptionTable.STAGING_PATH));
    if (!SageMakerUris.isS3(stagingPath)) {
      throw new InvalidOptionException(
          "Cannot use option 'endpointName' with the staging path '%s' because an asynchronous endpoint reads its input from S3. Set the option 'stagingPath' to a folder such as s3a://bucket/scoring, or use executor=local."
              .formatted(stagingPath));
    }
    EndpointRules.check(endpoint);
  }

  /** What was sent goes on. The rest is sent by whoever awaits the wave. */
  @Override
  public boolean runsOnItsOwn() {
    return true;
  }

  @Override
  public Optional<String> region() {
    return Optional.of(endpoint.region());
  }

  @Override
  public OptionalLong mostRecordsPerFile() {
    return sendsSingly() ? OptionalLong.of(1) : OptionalLong.empty();
  }

  @Override
  public void requireBearable(long records) {
    int most = hadoop.getInt(MOST_SINGLE_RECORDS_SETTING, MOST_SINGLE_RECORDS);
    if (sendsSingly() && records > most) {
      throw new WaveRefusedException(
          "Cannot send %,d records to endpoint '%s' because with batchStrategy=SingleRecord each is an object and a request of its own, and a run may have at most %,d of them. Use batchStrategy=MultiRecord if the model's container takes several records in one request, with which this run goes on, or executor=batch-transform."
              .formatted(records, endpoint.name(), most),
          null);
    }
  }

  @Override
  public boolean seesEachRecord() {
    return sendsSingly();
  }

  private boolean sendsSingly() {
    return options.get(OptionTable.BATCH_STRATEGY) == BatchStrategy.SINGLE_RECORD;
  }

  @Override
  public RunningWave start(Wave wave) throws InterruptedException {
    requirePlain(wave);
    AsyncWave started = of(wave);
    started.begin();
    return started;
  }

  /**
   * Options that a run goes on with may name an endpoint where those it was staged with did not.
   */
  private void requirePlain(Wave wave) {
    if (wave.files().stream().anyMatch(StagedFile::gzip)) {
      throw new WaveRefusedException(
          "Cannot send the records of run '%s' to endpoint '%s' because they were staged with gzip=true, and SageMaker inflates what it reads for transform jobs only. Go on with the run with tail=job."
              .formatted(wave.runId(), endpoint.name()),
          null);
    }
  }

  @Override
  public Optional<RunningWave> find(Wave wave) {
    return Receipts.of(wave, hadoop).exist() ? Optional.of(of(wave)) : Optional.empty();
  }

  private AsyncWave of(Wave wave) {
    AsyncLimits limits = AsyncLimits.of(options, hadoop);
    return new AsyncWave(
        wave,
        new Sender(endpoint, options, threads, clock),
        new EndpointWatch(endpoint, limits.endpointPause(), clock),
        limits,
        hadoop,
        threads,
        clock);
  }

  /** {@inheritDoc} What is out goes on. */
  @Override
  public void close() {
    threads.shutdownNow();
    endpoint.close();
  }
}
