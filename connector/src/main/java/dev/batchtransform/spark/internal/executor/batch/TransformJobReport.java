package dev.batchtransform.spark.internal.executor.batch;

import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.stage.StagedFile;
import dev.batchtransform.spark.internal.text.Plural;
import dev.batchtransform.spark.internal.text.Sentence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells how a job ended, in words and figures. */
final class TransformJobReport {

  /**
   * How SageMaker begins a reason when the container refused a request or did not answer one. It
   * fails that request's file then and goes on with the others, so that a file without output has
   * failed itself.
   */
  private static final Pattern OF_REQUESTS =
      Pattern.compile("(ClientError|AlgorithmError): (See job logs|\\d{3}\\b)");

  private TransformJobReport() {}

  /**
   * The result of a wave whose job has ended and whose outputs have been looked for since.
   *
   * @param logged what the data log says of files without output, by their names
   */
  static WaveResult result(EndedJob ended, WaveOutputs outputs, Map<String, FileFailure> logged) {
    TransformJobDescription job = ended.job();
    List<StagedFile> missing = outputs.missing();
    State state = state(job);
    boolean fine = state == State.COMPLETED && missing.isEmpty();
    return new WaveResult(
        state,
        fine ? Optional.empty() : Optional.of(story(ended, missing.size(), outputs.files())),
        job.started(),
        job.ended(),
        instanceSeconds(job),
        failures(ended, missing, logged));
  }

  /** Where the log of a job is, for the end of a message. */
  static String whereTheLogIs(String jobName) {
    return "Job log: %s, stream %s/.".formatted(TransformJobs.LOG_GROUP, jobName);
  }

  private static State state(TransformJobDescription job) {
    return switch (job.status()) {
      case COMPLETED -> State.COMPLETED;
      case FAILED -> State.FAILED;
      case STOPPED -> State.STOPPED;
      default -> throw new IllegalStateException(job + " has not ended");
    };
  }

  private static String story(EndedJob ended, int missing, int files) {
    TransformJobDescription job = ended.job();
    return "Transform job '%s' ended as %s: %s %d of %s %s no output. %s"
        .formatted(
            job.name(),
            job.statusText(),
            why(ended),
            missing,
            Plural.of(files, "file"),
            Plural.choose(missing, "has", "have"),
            whereTheLogIs(job.name()));
  }

  private static String why(EndedJob ended) {
    return ended
        .stoppedBecause()
        .or(() -> ended.job().failureReason().map(Sentence::of))
        .orElseGet(
            () ->
                switch (ended.job().status()) {
                  case COMPLETED -> "SageMaker wrote no output for files that it was given.";
                  case STOPPED -> "Someone stopped it.";
                  default -> "SageMaker gave no reason.";
                });
  }

  /** Seconds are counted up, as a bill would. */
  private static long instanceSeconds(TransformJobDescription job) {
    if (job.started().isEmpty() || job.ended().isEmpty()) {
      return 0;
    }
    Duration worked = Duration.between(job.started().get(), job.ended().get());
    long seconds = Math.max(0, worked.plusMillis(999).toSeconds());
    return seconds * job.instanceCount();
  }

  /** Nothing of a file that neither the log nor the reason speaks of. */
  private static Map<String, FileFailure> failures(
      EndedJob ended, List<StagedFile> missing, Map<String, FileFailure> logged) {
    String why = why(ended);
    boolean ofEach = OF_REQUESTS.matcher(why).find();
    FileFailure ofReason = FileFailure.ofWholeFile(why, OptionalInt.empty());
    return missing.stream()
        .map(StagedFile::name)
        .filter(name -> ofEach || logged.containsKey(name))
        .collect(
            Collectors.toMap(Function.identity(), name -> logged.getOrDefault(name, ofReason)));
  }
}
