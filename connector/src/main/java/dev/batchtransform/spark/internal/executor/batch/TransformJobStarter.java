package dev.batchtransform.spark.internal.executor.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a job exactly once. SageMaker has no request token: the job's name is all that tells a
 * repeated request from a new one. A name that is taken, and a create whose answer was lost, are
 * settled by describing the job of that name and comparing it with the request.
 */
final class TransformJobStarter {

  private static final Logger LOG = LoggerFactory.getLogger(TransformJobStarter.class);

  private static final int CREATE_ATTEMPTS = 3;
  private static final int LOOKS = 4;

  private final TransformJobs jobs;
  private final PollClock clock;
  private final Backoff pauses;
  private final boolean recorded;

  /**
   * @param pauses before each repetition
   * @param recorded whether the name was written down when the wave was planned, maybe by another
   *     version of this connector
   */
  TransformJobStarter(TransformJobs jobs, PollClock clock, Backoff pauses, boolean recorded) {
    this.jobs = jobs;
    this.clock = clock;
    this.pauses = pauses;
    this.recorded = recorded;
  }

  /**
   * A job that was started.
   *
   * @param since when it was created
   * @param arn its ARN; empty when SageMaker does not say
   */
  record Job(Instant since, String arn) {}

  /** The job, when it exists. Never starts one. */
  Optional<TransformJobDescription> find(ObjectNode request) {
    Optional<TransformJobDescription> found =
        jobs.describe(request.path("TransformJobName").asText());
    found.ifPresent(job -> attach(request, job, null));
    return found;
  }

  /**
   * @return the job that runs now
   * @throws WaveRefusedException when it is certain that no such job runs
   * @throws AwsCallException of kind {@link Kind#UNKNOWN_OUTCOME} when the job may be running
   */
  Job start(ObjectNode request) throws InterruptedException {
    String name = request.path("TransformJobName").asText();
    for (int attempt = 1; ; attempt++) {
      try {
        Instant now = clock.now();
        String arn = jobs.create(request);
        LOG.info("Started transform job '{}'", name);
        return new Job(now, arn);
      } catch (AwsCallException failure) {
        Optional<Job> job = settle(failure, name, request);
        if (job.isPresent()) {
          return job.get();
        }
        if (attempt == CREATE_ATTEMPTS) {
          throw refused(name, failure);
        }
        clock.sleep(pauses.before(attempt));
      }
    }
  }

  /**
   * What a failed create means.
   *
   * @return the job that exists all the same; empty when create may be tried again
   */
  private Optional<Job> settle(AwsCallException failure, String name, ObjectNode request)
      throws InterruptedException {
    return switch (failure.kind()) {
      case NAME_TAKEN ->
          Optional.of(
              attach(request, lookUp(name).orElseThrow(() -> refused(name, failure)), failure));
      case UNKNOWN_OUTCOME -> lookUp(name).map(found -> attach(request, found, failure));
      case THROTTLED, UNREACHABLE -> Optional.empty();
      default -> throw refused(name, failure);
    };
  }

  private Job attach(
      ObjectNode request, TransformJobDescription found, @Nullable AwsCallException failure) {
    List<String> differences =
        recorded
            ? RequestDifference.betweenVersions(request, found.answer())
            : RequestDifference.between(request, found.answer());
    if (!differences.isEmpty()) {
      throw new WaveRefusedException(
          "Cannot start transform job '%s' because a different job with this name already exists: %s. Use another 'runId'."
              .formatted(found.name(), String.join("; ", differences)),
          failure);
    }
    LOG.info("Attached to transform job '{}', which is {}", found.name(), found.statusText());
    return new Job(found.created().orElseGet(clock::now), found.arn());
  }

  /** Looks several times, since a job that was just created may not be seen at once. */
  private Optional<TransformJobDescription> lookUp(String name) throws InterruptedException {
    AwsCallException lastFailure = null;
    for (int look = 1; look <= LOOKS; look++) {
      if (look > 1) {
        clock.sleep(pauses.before(look - 1));
      }
      try {
        Optional<TransformJobDescription> found = jobs.describe(name);
        if (found.isPresent()) {
          return found;
        }
        lastFailure = null;
      } catch (AwsCallException failure) {
        lastFailure = failure;
      }
    }
    if (lastFailure != null) {
      throw unknown(name, lastFailure);
    }
    return Optional.empty();
  }

  private static WaveRefusedException refused(String name, AwsCallException failure) {
    return new WaveRefusedException(
        "Cannot start transform job '%s'. %s".formatted(name, failure.getMessage()), failure);
  }

  private AwsCallException unknown(String name, AwsCallException failure) {
    return new AwsCallException(
        Kind.UNKNOWN_OUTCOME,
        "Cannot tell whether transform job '%s' was started: %s Start the run again with the same option 'runId': it attaches to the job if it is there. To stop it: %s"
            .formatted(name, failure.getMessage(), jobs.stopCommand(name)),
        failure);
  }
}
