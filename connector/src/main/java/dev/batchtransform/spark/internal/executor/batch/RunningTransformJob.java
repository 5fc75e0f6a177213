package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.executor.ProgressListener;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wave whose transform job exists. */
final class RunningTransformJob implements RunningWave {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTransformJob.class);

  private final TransformJobs jobs;
  private final TransformJobPoller poller;
  private final FailureLog failureLog;
  private final String name;
  private final Instant since;
  private final WaveStanding standing;
  private final Optional<JobPlace> place;
  private final WaveOutputs outputs;
  private final boolean stopOnCancel;

  RunningTransformJob(
      TransformJobs jobs,
      TransformJobPoller poller,
      FailureLog failureLog,
      String name,
      Instant since,
      WaveStanding standing,
      Optional<JobPlace> place,
      WaveOutputs outputs,
      boolean stopOnCancel) {
    this.jobs = jobs;
    this.poller = poller;
    this.failureLog = failureLog;
    this.name = name;
    this.since = since;
    this.standing = standing;
    this.place = place;
    this.outputs = outputs;
    this.stopOnCancel = stopOnCancel;
  }

  @Override
  public WaveStanding standing() {
    return standing;
  }

  @Override
  public Instant since() {
    return since;
  }

  @Override
  public Optional<String> jobName() {
    return Optional.of(name);
  }

  @Override
  public Optional<JobPlace> place() {
    return place;
  }

  @Override
  public WaveResult await(ProgressListener progress) throws InterruptedException {
    try {
      EndedJob ended = poller.await(name, since, outputs, progress);
      return TransformJobReport.result(ended, outputs, failureLog.read(ended, outputs.missing()));
    } catch (InterruptedException failure) {
      if (stopOnCancel) {
        stopQuietly(jobs, name);
      } else {
        LOG.info("Transform job '{}' keeps running after the wait was cancelled", name);
      }
      throw failure;
    }
  }

  @Override
  public void stop() {
    jobs.stop(name);
  }

  /** Stops a job where another exception is already on its way. */
  static void stopQuietly(TransformJobs jobs, String name) {
    try {
      jobs.stop(name);
      LOG.info("Stopped transform job '{}' because the wait was cancelled", name);
    } catch (AwsCallException failure) {
      LOG.warn(
          "Cannot stop transform job '{}', which may keep running and cost money: {}",
          name,
          failure.getMessage());
    }
  }
}
