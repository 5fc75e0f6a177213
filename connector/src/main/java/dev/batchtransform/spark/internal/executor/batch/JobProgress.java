package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when a job shows nothing new. New is a finished file, another status, and the start of its
 * instances, which changes no status.
 */
final class JobProgress {

  /** A silence that is worth a word. Later ones are told when they are twice as long. */
  static final Duration FIRST_WARNING = Duration.ofMinutes(15);

  private @Nullable State last;
  private Instant since;
  private Duration nextWarning = FIRST_WARNING;

  /**
   * @param created when the job was created
   */
  JobProgress(Instant created) {
    this.since = created;
  }

  private record State(Status status, boolean started, int filesDone) {}

  /** Takes in what was just seen of the job. */
  void seen(TransformJobDescription job, int filesDone, Instant now) {
    State state = new State(job.status(), job.started().isPresent(), filesDone);
    if (state.equals(last)) {
      return;
    }
    // A driver that has just attached does not know when the last file was finished.
    boolean silentSoFar = last == null && filesDone == 0;
    since = silentSoFar ? job.started().orElse(since) : now;
    last = state;
    nextWarning = FIRST_WARNING;
  }

  /** For how long the job has shown nothing new. */
  Duration silence(Instant now) {
    Duration silence = Duration.between(since, now);
    return silence.isNegative() ? Duration.ZERO : silence;
  }

  /** Whether the silence is long enough to be told, and was not told when it was half as long. */
  boolean isWorthAWarning(Instant now) {
    Duration silence = silence(now);
    if (silence.compareTo(nextWarning) < 0) {
      return false;
    }
    while (silence.compareTo(nextWarning) >= 0) {
      nextWarning = nextWarning.multipliedBy(2);
    }
    return true;
  }
}
