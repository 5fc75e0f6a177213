package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks into the data log of a job that has failed, which may show its last lines late. */
final class FailureLog {

  /** FailureReason says so when the log has more to say. */
  private static final String SEE_LOG = "job logs";

  private static final int LOOKS = 4;

  private final TransformJobs jobs;
  private final PollClock clock;
  private final Duration pause;
  private final MediaTypes types;

  /**
   * @param pause before each further look
   * @param types what the job's requests say of themselves
   */
  FailureLog(TransformJobs jobs, PollClock clock, Duration pause, MediaTypes types) {
    this.jobs = jobs;
    this.clock = clock;
    this.pause = pause;
    this.types = types;
  }

  /** Why files have no output, by their names, as far as the log says so. */
  Map<String, FileFailure> read(EndedJob ended, List<StagedFile> missing)
      throws InterruptedException {
    if (missing.isEmpty() || ended.stoppedBecause().isPresent()) {
      return Map.of();
    }
    boolean promised = ended.job().failureReason().filter(why -> why.contains(SEE_LOG)).isPresent();
    Map<String, FileFailure> failures = look(ended, missing);
    for (int look = 2; promised && failures.isEmpty() && look <= LOOKS; look++) {
      clock.sleep(pause);
      failures = look(ended, missing);
    }
    return failures;
  }

  private Map<String, FileFailure> look(EndedJob ended, List<StagedFile> missing) {
    return DataLog.failures(jobs.dataLog(ended.job().name()), missing, types);
  }
}
