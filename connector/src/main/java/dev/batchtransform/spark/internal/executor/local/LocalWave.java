package dev.batchtransform.spark.internal.executor.local;

import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.ProgressListener;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.util.CollectionAccumulator;

/** A wave that runs as a Spark job. */
final class LocalWave implements RunningWave {

  /** What Spark says of a job that someone cancelled, before and since it has error classes. */
  private static final Pattern CANCELLED =
      Pattern.compile("(\\[SPARK_JOB_CANCELLED]|Job \\d+ cancelled).*", Pattern.DOTALL);

  private final Wave wave;
  private final JavaFutureAction<Void> job;
  private final CollectionAccumulator<LocalFileResult> results;
  private final boolean stopOnCancel;
  private final Instant started = Instant.now();

  LocalWave(
      Wave wave,
      JavaFutureAction<Void> job,
      CollectionAccumulator<LocalFileResult> results,
      boolean stopOnCancel) {
    this.wave = wave;
    this.job = job;
    this.results = results;
    this.stopOnCancel = stopOnCancel;
  }

  @Override
  public WaveStanding standing() {
    return WaveStanding.RUNNING;
  }

  @Override
  public Instant since() {
    return started;
  }

  @Override
  public Optional<String> jobName() {
    return Optional.empty();
  }

  @Override
  public WaveResult await(ProgressListener progress) throws InterruptedException {
    try {
      report(progress, "Running");
      Optional<Throwable> failure = waitForEnd(progress);
      WaveResult result = result(failure.map(LocalWave::firstLine));
      report(progress, text(result.state()));
      return result;
    } catch (InterruptedException failure) {
      if (stopOnCancel) {
        stop();
      }
      throw failure;
    }
  }

  @Override
  public void stop() {
    job.cancel(true);
  }

  private Optional<Throwable> waitForEnd(ProgressListener progress) throws InterruptedException {
    while (true) {
      FaultPoint.WAVE_POLL.reached();
      try {
        job.get(1, TimeUnit.SECONDS);
        return Optional.empty();
      } catch (TimeoutException stillRunning) {
        report(progress, "Running");
      } catch (ExecutionException failure) {
        return Optional.of(failure.getCause() == null ? failure : failure.getCause());
      } catch (CancellationException failure) {
        return Optional.of(failure);
      }
    }
  }

  private WaveResult result(Optional<String> jobFailure) {
    Map<String, FileFailure> failures = failures();
    boolean stopped =
        jobFailure.isPresent()
            && (job.isCancelled() || CANCELLED.matcher(jobFailure.get()).matches());
    if (stopped) {
      return ended(State.STOPPED, Optional.of("The Spark job was cancelled."), failures);
    }
    Optional<String> outage = outage();
    if (outage.isPresent()) {
      return ended(State.STOPPED, outage, failures);
    }
    if (jobFailure.isPresent()) {
      return ended(State.FAILED, jobFailure, failures);
    }
    boolean done = failures.values().stream().allMatch(failure -> failure.kept().isPresent());
    return done
        ? ended(State.COMPLETED, Optional.empty(), failures)
        : ended(State.FAILED, Optional.of(summary(failures)), failures);
  }

  private WaveResult ended(
      State state, Optional<String> reason, Map<String, FileFailure> failures) {
    return new WaveResult(
        state, reason, Optional.of(started), Optional.of(Instant.now()), 0, failures);
  }

  private Map<String, FileFailure> failures() {
    Map<String, FileFailure> failures = new HashMap<>();
    for (LocalFileResult result : results.value()) {
      result.failure().ifPresent(failure -> failures.put(result.name(), failure));
    }
    return Map.copyOf(failures);
  }

  /** What says nothing about any record: the run stands still until it is over. */
  private Optional<String> outage() {
    List<String> outages =
        results.value().stream().flatMap(result -> result.whyInterrupted().stream()).toList();
    return outages.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %s %s not transformed, and no row was given up. First: %s"
                .formatted(
                    outages.size(),
                    Plural.of(wave.files().size(), "file"),
                    Plural.choose(outages.size(), "was", "were"),
                    outages.get(0)));
  }

  private String summary(Map<String, FileFailure> failures) {
    String first =
        wave.files().stream()
            .flatMap(
                file ->
                    Stream.ofNullable(failures.get(file.name()))
                        .map(failure -> file.inputName() + ": " + failure.message()))
            .findFirst()
            .orElseThrow();
    return "%d of %s could not be transformed. First: %s"
        .formatted(failures.size(), Plural.of(wave.files().size(), "file"), first);
  }

  private void report(ProgressListener progress, String state) {
    List<LocalFileResult> ended = results.value();
    Set<String> done = new HashSet<>();
    for (LocalFileResult result : ended) {
      if (result.isDone()) {
        done.add(result.name());
      }
    }
    long records =
        wave.files().stream()
            .filter(file -> done.contains(file.name()))
            .mapToLong(StagedFile::records)
            .sum();
    progress.onProgress(
        new WaveProgress(
            done.size(),
            wave.files().size(),
            records,
            wave.records(),
            Duration.between(started, Instant.now()),
            state));
  }

  private static String text(State state) {
    return switch (state) {
      case COMPLETED -> "Completed";
      case FAILED -> "Failed";
      case STOPPED -> "Stopped";
    };
  }

  /** Spark puts the executor's whole stack trace into a message. */
  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
  }
}
