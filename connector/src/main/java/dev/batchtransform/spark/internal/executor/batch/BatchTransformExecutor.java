package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.WaveElsewhereException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.AwsOptions;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.executor.PollPace;
import dev.batchtransform.spark.internal.executor.RecordedJob;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.TransformExecutor;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.options.ExecutorKind;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Runs every wave as one SageMaker Batch Transform job. */
public final class BatchTransformExecutor implements TransformExecutor {

  /**
   * Stands for names that are not known yet when options are checked; as long as generated ones.
   */
  private static final String SAMPLE_RUN_ID = "20260101-000000-00000000";

  private static final String SAMPLE_DT = "2026-01-01";

  /** A shorter {@code pollInterval} also shortens these pauses. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

  private final TransformJobs jobs;
  private final Configuration hadoop;
  private final TransformOptions options;
  private final PollClock clock;
  private final TransformJobPoller poller;
  private final Backoff pauses;
  private final TransformModel model;

  /**
   * An executor over a client that is there already.
   *
   * @param jobs closed with this executor
   * @param hadoop how the file system of the staging path is reached
   */
  public BatchTransformExecutor(
      TransformJobs jobs, Configuration hadoop, TransformOptions options) {
    this(jobs, hadoop, options, PollClock.system());
  }

  BatchTransformExecutor(
      TransformJobs jobs, Configuration hadoop, TransformOptions options, PollClock clock) {
    this.jobs = jobs;
    this.hadoop = hadoop;
    this.options = options;
    this.clock = clock;
    this.model = new TransformModel(jobs, options);
    Duration pause =
        options
            .find(OptionTable.POLL_INTERVAL)
            .filter(interval -> interval.compareTo(FIRST_PAUSE) < 0)
            .orElse(FIRST_PAUSE);
    this.pauses = new Backoff(pause, pause.multipliedBy(4), 0);
    this.poller =
        new TransformJobPoller(
            jobs,
            clock,
            new PollPace(
                options.find(OptionTable.POLL_INTERVAL),
                () -> ThreadLocalRandom.current().nextDouble()),
            new JobDeadlines(
                options.get(OptionTable.JOB_TIMEOUT),
                startTimeout(options),
                options.find(OptionTable.NO_PROGRESS_TIMEOUT),
                options.get(OptionTable.SERVICE_TIMEOUT)));
  }

  /** A state machine waits for instances as long as it sees fit. */
  private static Duration startTimeout(TransformOptions options) {
    return options.get(
        options.get(OptionTable.EXECUTOR) == ExecutorKind.STEP_FUNCTIONS
            ? OptionTable.JOB_TIMEOUT
            : OptionTable.START_TIMEOUT);
  }

  /**
   * An executor that calls SageMaker where and as whom the options say.
   *
   * @throws dev.batchtransform.spark.exceptions.AwsCallException when no region or credentials are
   *     found
   */
  public static BatchTransformExecutor connect(Configuration hadoop, TransformOptions options) {
    return new BatchTransformExecutor(
        TransformJobs.connect(AwsOptions.settings(options)), hadoop, options);
  }

  /** Where CloudWatch keeps a job's log, for a message. */
  public static String logOf(String jobName) {
    return "log group " + TransformJobs.LOG_GROUP + ", streams " + jobName + "/";
  }

  @Override
  public void validate() {
    TransformRequestRules.check(TransformRequest.of(sampleWave(), options));
    jobs.requireUsable();
    model.requireUsable();
  }

  @Override
  public boolean runsOnItsOwn() {
    return true;
  }

  @Override
  public Optional<String> jobName(Wave wave) {
    try {
      return Optional.of(TransformRequest.of(wave, options).path("TransformJobName").asText());
    } catch (InvalidOptionException refusedWhenStarted) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> region() {
    return Optional.of(jobs.region());
  }

  @Override
  public Optional<String> account() {
    return model.account();
  }

  @Override
  public RunningWave start(Wave wave) throws InterruptedException {
    Optional<RecordedJob> submitted = wave.recorded().filter(RecordedJob::submitted);
    return submitted.isPresent()
        ? running(wave, new RecordedJobs(jobs, clock, pauses).await(wave, submitted.get()))
        : startOrAttach(wave, request(wave));
  }

  private RunningWave startOrAttach(Wave wave, ObjectNode request) throws InterruptedException {
    String name = request.path("TransformJobName").asText();
    if (wave.mayRun()) {
      requirePlannedHere(wave);
    }
    try {
      Optional<TransformJobDescription> found =
          wave.mayRun() ? starter(wave).find(request) : Optional.empty();
      return found.isPresent()
          ? running(wave, found.get())
          : running(wave, name, starter(wave).start(request));
    } catch (AwsCallException unknown) {
      throw new WaveOutOfReachException(unknown.getMessage(), unknown);
    } catch (InterruptedException failure) {
      if (options.get(OptionTable.STOP_ON_CANCEL)) {
        RunningTransformJob.stopQuietly(jobs, name);
      }
      throw failure;
    }
  }

  /** Its driver may have started it there and died before it could write that down. */
  private void requirePlannedHere(Wave wave) {
    Optional<String> planned = wave.recorded().flatMap(RecordedJob::account);
    Optional<String> here = planned.isPresent() ? account() : Optional.empty();
    if (here.isPresent() && !here.equals(planned)) {
      throw new WaveElsewhereException(
          "Cannot go on with wave %d of run '%s' in account %s because its transform job '%s' may have been started in account %s: the driver that was about to start it is gone. Nothing was started and nothing was changed. Attach to the run with access to that account: BatchTransform.attach(spark, path, runId, options) with 'roleArn', 'externalId' or 'endpointUrl'."
              .formatted(
                  wave.index(),
                  wave.runId(),
                  here.get(),
                  wave.recorded().map(RecordedJob::name).orElseThrow(),
                  planned.get()));
    }
  }

  @Override
  public Optional<RunningWave> find(Wave wave) {
    Optional<RecordedJob> submitted = wave.recorded().filter(RecordedJob::submitted);
    Optional<TransformJobDescription> found =
        submitted.isPresent()
            ? Optional.of(new RecordedJobs(jobs, clock, pauses).require(wave, submitted.get()))
            : starter(wave).find(request(wave));
    return found.map(job -> running(wave, job));
  }

  private TransformJobStarter starter(Wave wave) {
    return new TransformJobStarter(jobs, clock, pauses, wave.recorded().isPresent());
  }

  private RunningWave running(Wave wave, TransformJobDescription job) {
    WaveStanding standing =
        switch (job.status()) {
          case IN_PROGRESS, OTHER -> WaveStanding.RUNNING;
          case STOPPING, STOPPED -> WaveStanding.STOPPED;
          case COMPLETED, FAILED -> WaveStanding.ENDED;
        };
    Instant since = job.created().orElseGet(clock::now);
    return running(wave, job.name(), since, standing, job.arn());
  }

  private RunningWave running(Wave wave, String name, TransformJobStarter.Job job) {
    return running(wave, name, job.since(), WaveStanding.RUNNING, job.arn());
  }

  private RunningWave running(
      Wave wave, String name, Instant since, WaveStanding standing, String arn) {
    return new RunningTransformJob(
        jobs,
        poller,
        new FailureLog(
            jobs,
            clock,
            pauses.first(),
            new MediaTypes(options.get(OptionTable.CONTENT_TYPE), options.get(OptionTable.ACCEPT))),
        name,
        since,
        standing,
        JobPlace.ofArn(arn),
        new WaveOutputs(wave, hadoop),
        options.get(OptionTable.STOP_ON_CANCEL));
  }

  @Override
  public void close() {
    jobs.close();
  }

  private ObjectNode request(Wave wave) {
    try {
      ObjectNode request = TransformRequest.of(wave, options);
      wave.recorded().ifPresent(job -> request.put("TransformJobName", job.name()));
      TransformRequestRules.check(request);
      return request;
    } catch (InvalidOptionException failure) {
      throw new WaveRefusedException(failure.getMessage(), failure);
    }
  }

  private Wave sampleWave() {
    String runId = options.find(OptionTable.RUN_ID).orElse(SAMPLE_RUN_ID);
    String dt = options.find(OptionTable.DT).orElse(SAMPLE_DT);
    Path stagingPath = new Path(options.get(OptionTable.STAGING_PATH));
    return new Wave(runId, 0, RunLayout.of(stagingPath, dt, runId), List.of());
  }
}
