package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.StorageException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.PollPace;
import dev.batchtransform.spark.internal.executor.ProgressListener;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.stage.Interrupts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a job to its end. The SDK's own waiter gives up after an hour and takes a stopped job for
 * a success; this one has its own deadlines, survives throttling and lost connections, counts the
 * outputs as they appear, and says so when none do.
 */
final class TransformJobPoller {

  private static final Logger LOG = LoggerFactory.getLogger(TransformJobPoller.class);

  /** Time for a job to end after it was asked to stop. */
  private static final Duration STOP_GRACE = Duration.ofMinutes(30);

  /** Time for which SageMaker may deny a job that it has accepted. */
  private static final Duration UNSEEN_GRACE = Duration.ofMinutes(10);

  private final TransformJobs jobs;
  private final PollClock clock;
  private final PollPace pace;
  private final JobDeadlines deadlines;

  TransformJobPoller(TransformJobs jobs, PollClock clock, PollPace pace, JobDeadlines deadlines) {
    this.jobs = jobs;
    this.clock = clock;
    this.pace = pace;
    this.deadlines = deadlines;
  }

  /**
   * Waits until the job has ended, whatever its status.
   *
   * @param since when the job was created
   * @throws WaveOutOfReachException when the job can no longer be followed; it may still be running
   */
  EndedJob await(String jobName, Instant since, WaveOutputs outputs, ProgressListener progress)
      throws InterruptedException {
    return new Watch(jobName, since, outputs, progress).untilEnd();
  }

  /** What is known of the one job that is watched. */
  private final class Watch {
    private final String jobName;
    private final Instant since;
    private final WaveOutputs outputs;
    private final ProgressListener progress;
    private final JobProgress lifeSigns;

    private @Nullable TransformJobDescription lastSeen;
    private Instant lastSeenAt;
    private int failuresInARow;
    private @Nullable Instant failingSince;
    private @Nullable String stopReason;
    private Instant decidedAt;

    Watch(String jobName, Instant since, WaveOutputs outputs, ProgressListener progress) {
      this.jobName = jobName;
      this.since = since;
      this.outputs = outputs;
      this.progress = progress;
      this.lifeSigns = new JobProgress(since);
      this.lastSeenAt = clock.now();
      this.decidedAt = lastSeenAt;
    }

    EndedJob untilEnd() throws InterruptedException {
      while (true) {
        FaultPoint.WAVE_POLL.reached();
        Optional<TransformJobDescription> seen = look();
        if (seen.isPresent()) {
          boolean ended = seen.get().status().isFinal();
          boolean counted = countOutputs(ended);
          report(seen.get());
          if (ended) {
            return new EndedJob(
                seen.get(),
                Optional.ofNullable(stopReason)
                    .filter(reason -> seen.get().status() == Status.STOPPED));
          }
          if (counted) {
            watchSilence(seen.get());
          }
        }
        stopWhenLate();
        clock.sleep(pace.next(elapsed(), failuresInARow));
      }
    }

    /** Empty when nothing was learnt this time. */
    private Optional<TransformJobDescription> look() {
      try {
        Optional<TransformJobDescription> seen = jobs.describe(jobName);
        failuresInARow = seen.isPresent() ? 0 : failuresInARow + 1;
        failingSince = null;
        if (seen.isPresent()) {
          lastSeen = seen.get();
          lastSeenAt = clock.now();
        } else if (passed(lastSeenAt, UNSEEN_GRACE)) {
          throw lost("SageMaker has no job of this name in this account and region.", null);
        }
        return seen;
      } catch (AwsCallException failure) {
        return tolerate(failure);
      }
    }

    /** What the service fails, or credentials that are missing for a moment, say nothing of it. */
    private Optional<TransformJobDescription> tolerate(AwsCallException failure) {
      Instant began = failingSince == null ? clock.now() : failingSince;
      if (!clock.now().isBefore(began.plus(failure.kind().worthRepeating(deadlines.service())))) {
        throw lost(failure.getMessage(), failure);
      }
      failingSince = began;
      failuresInARow++;
      LOG.warn(
          "Cannot look at transform job '{}', trying again later: {}",
          jobName,
          failure.getMessage());
      return Optional.empty();
    }

    /** False when it could not be seen what is there. */
    private boolean countOutputs(boolean ended) {
      try {
        outputs.refresh();
        return true;
      } catch (IOException failure) {
        Interrupts.keep(failure);
        if (ended) {
          throw new StorageException(
              "Cannot list the outputs of transform job '%s', which has ended: %s. Start the run again with the same option 'runId' to go on."
                  .formatted(jobName, failure.getMessage()),
              failure);
        }
        LOG.warn("Cannot list the outputs of transform job '{}': {}", jobName, failure.toString());
        return false;
      }
    }

    private void watchSilence(TransformJobDescription seen) {
      Instant now = clock.now();
      lifeSigns.seen(seen, outputs.filesDone(), now);
      if (stopReason != null || seen.status() == Status.STOPPING) {
        return;
      }
      Duration silence = lifeSigns.silence(now);
      SilentJob silent = new SilentJob(seen, outputs.filesDone(), outputs.files(), silence);
      Optional<Duration> allowed =
          deadlines.noProgress().filter(most -> silence.compareTo(most) >= 0);
      if (allowed.isPresent()) {
        decideToStop(silent.reasonToStop(jobs, now, allowed.get()));
      } else if (lifeSigns.isWorthAWarning(now)) {
        LOG.warn(silent.warning(jobs, now));
      }
    }

    private void report(TransformJobDescription seen) {
      progress.onProgress(
          new WaveProgress(
              outputs.filesDone(),
              outputs.files(),
              outputs.recordsDone(),
              outputs.records(),
              elapsed(),
              seen.statusText()));
    }

    private void stopWhenLate() {
      if (stopReason == null) {
        // While nothing is known of the job, nothing tells that it has not started.
        boolean working =
            lastSeen == null || lastSeen.started().isPresent() || outputs.filesDone() > 0;
        deadlines.passed(elapsed(), working).ifPresent(this::decideToStop);
      }
      if (stopReason != null) {
        stop();
      }
    }

    private void decideToStop(String reason) {
      LOG.warn("Stopping transform job '{}'. {}", jobName, reason);
      stopReason = reason;
      decidedAt = clock.now();
    }

    /** Asks again at every look, until SageMaker says that it is stopping. */
    private void stop() {
      if (passed(decidedAt, STOP_GRACE)) {
        throw lost("It did not end after it was asked to stop. " + stopReason, null);
      }
      if (lastSeen != null && lastSeen.status() == Status.STOPPING) {
        return;
      }
      try {
        jobs.stop(jobName);
      } catch (AwsCallException failure) {
        tolerate(failure);
      }
    }

    private Duration elapsed() {
      Duration elapsed = Duration.between(since, clock.now());
      // SageMaker's clock may be ahead of ours.
      return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    private boolean passed(Instant begin, Duration grace) {
      return clock.now().isAfter(begin.plus(grace));
    }

    private WaveOutOfReachException lost(String why, @Nullable Throwable cause) {
      return new WaveOutOfReachException(
          "Cannot follow transform job '%s'. %s It may still be running and cost money. Start the run again with the same option 'runId' to attach to it, or stop it: %s"
              .formatted(jobName, why, jobs.stopCommand(jobName)),
          cause);
    }
  }
}
