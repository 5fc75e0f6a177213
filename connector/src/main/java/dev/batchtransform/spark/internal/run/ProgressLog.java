package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.executor.ProgressListener;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.text.Plural;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a wave's progress to the log: a line when something has changed, and no more often. In a
 * job nobody sees more than the log, and Spark's shells show warnings only: there the first line of
 * each minute is one, unless somebody {@link LiveRuns#beginShowing shows} the run.
 */
final class ProgressLog implements ProgressListener {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

  private final String runId;
  private final int wave;
  private @Nullable WaveProgress last;
  private long minutesTold;

  ProgressLog(String runId, int wave) {
    this.runId = runId;
    this.wave = wave;
  }

  @Override
  public void onProgress(WaveProgress now) {
    LiveRuns.wave(runId, wave, now);
    if (startsAMinute(now) && !LiveRuns.isShown(runId)) {
      last = now;
      LOG.warn("Run {} wave {}: {}", runId, wave, describe(now));
      return;
    }
    if (last != null && last.filesDone() == now.filesDone() && last.state().equals(now.state())) {
      return;
    }
    last = now;
    LOG.info("Run {} wave {}: {}", runId, wave, describe(now));
  }

  /** A wave that is over within its first minute has nobody waiting for a word of it. */
  private boolean startsAMinute(WaveProgress now) {
    long minutes = now.elapsed().toMinutes();
    boolean starts = minutes > minutesTold;
    minutesTold = Math.max(minutes, minutesTold);
    return starts;
  }

  static String describe(WaveProgress now) {
    return String.format(
        Locale.ROOT,
        "%s, %,d of %s, %,d of %s, %s elapsed%s",
        now.state(),
        now.filesDone(),
        Plural.grouped(now.files(), "file"),
        now.recordsDone(),
        Plural.grouped(now.records(), "record"),
        readable(now.elapsed()),
        remaining(now));
  }

  private static String remaining(WaveProgress now) {
    if (now.recordsDone() == 0 || now.recordsDone() >= now.records()) {
      return "";
    }
    double left = (double) (now.records() - now.recordsDone()) / now.recordsDone();
    return ", about "
        + readable(Duration.ofSeconds(Math.round(now.elapsed().toSeconds() * left)))
        + " left";
  }

  private static String readable(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
