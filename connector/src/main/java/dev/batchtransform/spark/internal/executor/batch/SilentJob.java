package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.aws.JobLogSigns;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.options.OptionTable;
import dev.batchtransform.spark.internal.text.Plural;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be said of a job that shows no progress. Lines of its containers are never quoted: they
 * may hold what is in records, and nothing tells which do. Whoever may read them gets the command
 * that shows them.
 *
 * @param job what SageMaker last said of it
 * @param filesDone files of the wave that have their output
 * @param files files of the wave
 * @param silence for how long it has shown nothing new
 */
record SilentJob(TransformJobDescription job, int filesDone, int files, Duration silence) {

  /** How far back a container's lines show that it lives. */
  private static final Duration LATELY = Duration.ofMinutes(15);

  /** A warning for whoever waits. */
  String warning(TransformJobs jobs, Instant now) {
    return "Transform job '%s' has shown no progress for %d minutes. %s%s See its containers' log, which may hold records and is not shown here: aws logs tail %s --log-stream-name-prefix %s/ --since 1h --region %s"
        .formatted(
            job.name(),
            silence.toMinutes(),
            known(jobs, now),
            job.started().isPresent() ? " It is paid for until it ends." : "",
            TransformJobs.LOG_GROUP,
            job.name(),
            jobs.region());
  }

  /** Why it is stopped, and what to do before another job is paid for. */
  String reasonToStop(TransformJobs jobs, Instant now, Duration allowed) {
    return "It was stopped because it showed no progress within the option 'noProgressTimeout' (%s). %s %s"
        .formatted(OptionTable.NO_PROGRESS_TIMEOUT.format(allowed), known(jobs, now), cure());
  }

  private String cure() {
    return job.started().isEmpty()
        ? "Raise the option to wait longer, which costs nothing until instances start, or use another 'instanceType'."
        : "Before another job is paid for, read its log and try a few rows on the same container with executor=local, which costs nothing; raise the option if a file may take that long.";
  }

  private String instanceType() {
    return job.answer().at("/TransformResources/InstanceType").asText("their type");
  }

  private String known(TransformJobs jobs, Instant now) {
    if (job.started().isEmpty()) {
      return "Its instances have not started: %s may be scarce in %s, or a container may not answer /ping."
          .formatted(instanceType(), jobs.region());
    }
    Optional<JobLogSigns> signs =
        jobs.logSigns(job.name(), now.minus(silence.compareTo(LATELY) < 0 ? silence : LATELY));
    return filesDone == 0
        ? "Its instances have started, and no file is finished: " + beginning(signs)
        : "%d of %s %s finished, and no further one since%s."
            .formatted(
                filesDone,
                Plural.of(files, "file"),
                Plural.choose(filesDone, "is", "are"),
                speaking(signs));
  }

  private static String beginning(Optional<JobLogSigns> signs) {
    if (signs.isEmpty()) {
      return "either a container has not answered /ping yet, or the first requests are still running. Allow the caller logs:FilterLogEvents to be told which.";
    } else if (signs.get().serving()) {
      return "requests are being sent, and the first are still running" + speaking(signs) + ".";
    }
    return "the data log has no line yet, so the containers have probably not answered /ping with 200"
        + speaking(signs)
        + ".";
  }

  private static String speaking(Optional<JobLogSigns> signs) {
    return signs
        .map(
            seen ->
                seen.speaking()
                    ? ". A container has lately written to its log"
                    : ". No container has lately written to its log")
        .orElse("");
  }
}
