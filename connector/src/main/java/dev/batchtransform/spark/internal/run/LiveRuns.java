package dev.batchtransform.spark.internal.run;

import dev.batchtransform.spark.internal.executor.WaveProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the runs of this driver are, for whoever shows it to people: a look costs no call of S3
 * or SageMaker. Decides nothing; two runs of one name share an entry.
 */
public final class LiveRuns {
  /** Runs that are remembered, so that a driver of many months does not fill up. */
  private static final int MOST = 100;

  private static final Map<String, Glimpse> RUNS =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Glimpse> eldest) {
              return size() > MOST;
            }
          });

  /** How many show each run to people. */
  private static final Map<String, Integer> SHOWN = new ConcurrentHashMap<>();

  private LiveRuns() {}

  /**
   * How far a run was a moment ago.
   *
   * @param wave the wave that is at work; -1 while rows are staged
   * @param partsDone partitions of the DataFrame that are staged, or files that are answered
   * @param parts all of them
   * @param rowsDone rows that are staged, or records that are answered
   * @param rows records of the wave; 0 while rows are staged, since nobody has counted them
   * @param since when this step began
   * @param state the wave's state as the executor calls it; {@code Staging} before
   */
  public record Glimpse(
      int wave, int partsDone, int parts, long rowsDone, long rows, Instant since, String state) {
    private static Glimpse staging(int partitions) {
      return new Glimpse(-1, 0, partitions, 0, 0, Instant.now(), "Staging");
    }

    private Glimpse withStaged(long more) {
      return wave < 0
          ? new Glimpse(wave, partsDone + 1, parts, rowsDone + more, rows, since, state)
          : this;
    }

    /** Time since this step began. */
    public long elapsedMillis() {
      return Math.max(0, Duration.between(since, Instant.now()).toMillis());
    }
  }

  /** How far the run is; empty when this driver has not worked on it. */
  public static Optional<Glimpse> find(String runId) {
    return Optional.ofNullable(RUNS.get(runId));
  }

  /**
   * Tells that the caller shows people how far the run is: the log's lines would disturb that.
   * Until {@link #endShowing}.
   */
  public static void beginShowing(String runId) {
    SHOWN.merge(runId, 1, Integer::sum);
  }

  /** Tells that the caller shows the run no longer. */
  public static void endShowing(String runId) {
    SHOWN.computeIfPresent(runId, (id, showing) -> showing == 1 ? null : showing - 1);
  }

  /** Whether somebody shows people how far the run is. */
  public static boolean isShown(String runId) {
    return SHOWN.containsKey(runId);
  }

  /** Tells that the run's rows are staged from now on. */
  public static void staging(String runId, int partitions) {
    RUNS.put(runId, Glimpse.staging(partitions));
  }

  /** Tells that one more partition is staged. */
  public static void staged(String runId, long rows) {
    RUNS.computeIfPresent(runId, (id, before) -> before.withStaged(rows));
  }

  static void wave(String runId, int wave, WaveProgress now) {
    RUNS.put(
        runId,
        new Glimpse(
            wave,
            now.filesDone(),
            now.files(),
            now.recordsDone(),
            now.records(),
            Instant.now().minus(now.elapsed()),
            now.state()));
  }
}
