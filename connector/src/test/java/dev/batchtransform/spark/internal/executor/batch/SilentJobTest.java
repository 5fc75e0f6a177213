package dev.batchtransform.spark.internal.executor.batch;

import static dev.batchtransform.spark.internal.executor.batch.ScriptedJobs.lifeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.LoggedLines;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.JobLogSigns;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import dev.batchtransform.spark.internal.executor.PollPace;
import dev.batchtransform.spark.internal.executor.Wave;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that shows no progress is told of, and stopped where that was asked for. */
class SilentJobTest {

  private static final Duration FOUR_MINUTES = Duration.ofMinutes(4);
  private static final Duration DAYS = Duration.ofDays(9);

  @TempDir private Path bucket;

  private final LoggedLines log = LoggedLines.of(TransformJobPoller.class.getName());
  private final VirtualClock clock = new VirtualClock();
  private final ScriptedJobs jobs = new ScriptedJobs(clock);
  private final Wave wave = Waves.wave(0, 3);
  private Duration startTimeout = Duration.ofMinutes(45);
  private @Nullable Duration allowed;

  @AfterEach
  void close() {
    log.close();
  }

  private EndedJob poll() throws InterruptedException {
    JobDeadlines deadlines =
        new JobDeadlines(
            Duration.ofHours(24), startTimeout, Optional.ofNullable(allowed), Duration.ofHours(6));
    return new TransformJobPoller(jobs, clock, new PollPace(Optional.empty(), () -> 0), deadlines)
        .await(
            "job",
            VirtualClock.START,
            new WaveOutputs(wave, FolderAsS3.over(bucket)),
            progress -> {});
  }

  private List<String> warnings() {
    return log.warnings().stream().filter(line -> line.contains("no progress for")).toList();
  }

  /** A job that does what {@code life} says until it is stopped. */
  private void untilStopped(Function<Duration, Optional<ObjectNode>> life) {
    jobs.job(
        elapsed ->
            jobs.stopped.isEmpty()
                ? life.apply(elapsed)
                : Optional.of(ScriptedJobs.answer("Stopped")));
  }

  private void outputAfter(Duration elapsed, Duration when, int file) {
    if (elapsed.compareTo(when) >= 0) {
      Waves.writeOutput(bucket, wave, file);
    }
  }

  @Test
  void aJobThatIsQuietForLessThanAQuarterOfAnHourIsNotSpokenOf() throws Exception {
    jobs.job(lifeOf(Duration.ofMinutes(14), Duration.ofMinutes(28), "Completed"));

    poll();

    assertThat(warnings()).isEmpty();
    assertThat(jobs.logSignsSince).as("its log costs a call").isEmpty();
  }

  @Test
  void aSilenceIsToldAfterAQuarterOfAnHourAndThenEachTimeItHasDoubled() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofMinutes(4 + 130), "Completed"));

    poll();

    assertThat(warnings()).hasSize(4);
    assertThat(warnings()).element(0).asString().contains("no progress for 15 minutes");
    assertThat(warnings()).element(1).asString().containsPattern("for 3[01] minutes");
    assertThat(warnings()).element(2).asString().containsPattern("for 6[01] minutes");
    assertThat(warnings()).element(3).asString().containsPattern("for 12[01] minutes");
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void aFinishedFileEndsASilence() throws Exception {
    jobs.job(
        elapsed -> {
          outputAfter(elapsed, Duration.ofMinutes(16), 0);
          outputAfter(elapsed, Duration.ofMinutes(30), 1);
          return lifeOf(FOUR_MINUTES, Duration.ofMinutes(44), "Completed").apply(elapsed);
        });

    poll();

    assertThat(warnings()).isEmpty();
  }

  @Test
  void instancesThatDoNotStartAreNamedByTheirType() throws Exception {
    jobs.job(lifeOf(Duration.ofMinutes(17), Duration.ofMinutes(20), "Completed"));

    poll();

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("instances have not started", "ml.m5.xlarge may be scarce in eu-west-1")
        .contains("aws logs tail /aws/sagemaker/TransformJobs --log-stream-name-prefix job/")
        .doesNotContain("paid for");
  }

  @Test
  void anEmptyDataLogIsTakenForAPingThatIsNotAnswered() throws Exception {
    jobs.logSigns = Optional.of(new JobLogSigns(false, true));
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofMinutes(20), "Completed"));

    poll();

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("have probably not answered /ping")
        .contains("A container has lately written to its log")
        .contains("paid for until it ends");
  }

  @Test
  void aDataLogWithALineMeansThatRequestsAreRunning() throws Exception {
    jobs.logSigns = Optional.of(new JobLogSigns(true, false));
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofMinutes(20), "Completed"));

    poll();

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("requests are being sent")
        .contains("No container has lately written to its log")
        .doesNotContain("/ping");
    assertThat(jobs.logSignsSince)
        .singleElement()
        .satisfies(
            since ->
                assertThat(Duration.between(since, VirtualClock.START.plus(FOUR_MINUTES)).abs())
                    .isLessThan(Duration.ofMinutes(2)));
  }

  @Test
  void aLogThatMayNotBeReadLeavesBothOpenAndNamesThePermission() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofMinutes(20), "Completed"));

    poll();

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("/ping", "first requests", "logs:FilterLogEvents");
  }

  @Test
  void aJobThatFinishesNoFurtherFileIsToldWithWhatItHas() throws Exception {
    jobs.job(
        elapsed -> {
          outputAfter(elapsed, Duration.ofMinutes(5), 0);
          return lifeOf(FOUR_MINUTES, Duration.ofMinutes(22), "Completed").apply(elapsed);
        });

    poll();

    assertThat(warnings()).singleElement().asString().contains("1 of 3 files is finished");
  }

  @Test
  void aJobWithoutProgressIsStoppedWithinTheOption() throws Exception {
    allowed = Duration.ofMinutes(30);
    untilStopped(lifeOf(FOUR_MINUTES, DAYS, "Completed"));

    EndedJob ended = poll();

    assertThat(jobs.stopped).containsExactly("job");
    assertThat(ended.job().status()).isEqualTo(Status.STOPPED);
    assertThat(ended.stoppedBecause().orElseThrow())
        .contains("'noProgressTimeout' (30m)", "executor=local, which costs nothing");
    assertThat(clock.elapsed()).isBetween(Duration.ofMinutes(34), Duration.ofMinutes(37));
    assertThat(warnings()).as("before that").hasSize(1);
  }

  @Test
  void progressGivesAJobTheWholeTimeAgain() throws Exception {
    allowed = Duration.ofMinutes(30);
    jobs.job(
        elapsed -> {
          outputAfter(elapsed, Duration.ofMinutes(30), 0);
          outputAfter(elapsed, Duration.ofMinutes(58), 1);
          outputAfter(elapsed, Duration.ofMinutes(85), 2);
          return lifeOf(FOUR_MINUTES, Duration.ofMinutes(86), "Completed").apply(elapsed);
        });

    assertThat(poll().job().status()).isEqualTo(Status.COMPLETED);
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void theWaitForInstancesCountsAndItsCureIsAnother() throws Exception {
    allowed = Duration.ofMinutes(20);
    untilStopped(lifeOf(DAYS, DAYS, "Completed"));

    assertThat(poll().stoppedBecause().orElseThrow())
        .contains("'noProgressTimeout' (20m)", "ml.m5.xlarge", "'instanceType'");
    assertThat(clock.elapsed()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(22));
  }

  @Test
  void aTimeInWhichNothingCouldBeSeenIsNoSilence() throws Exception {
    allowed = Duration.ofMinutes(30);
    jobs.job(
        elapsed -> {
          outputAfter(elapsed, Duration.ofMinutes(50), 0);
          return lifeOf(FOUR_MINUTES, Duration.ofMinutes(70), "Completed").apply(elapsed);
        });
    for (int look = 0; look < 60; look++) {
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.UNREACHABLE));
    }

    assertThat(poll().job().status()).isEqualTo(Status.COMPLETED);
    assertThat(clock.elapsed()).isGreaterThan(Duration.ofMinutes(60));
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void aDriverThatAttachesLaterKnowsOnlyOfAJobWithoutAnyFileThatItIsSilent() throws Exception {
    allowed = Duration.ofMinutes(30);
    Waves.writeOutput(bucket, wave, 0);
    jobs.job(lifeOf(Duration.ofHours(-3), Duration.ofMinutes(20), "Completed"));

    assertThat(poll().job().status()).isEqualTo(Status.COMPLETED);
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void aJobThatHasBeenSilentForHoursIsStoppedWhenADriverAttaches() throws Exception {
    allowed = Duration.ofMinutes(30);
    untilStopped(lifeOf(Duration.ofHours(-3), DAYS, "Completed"));

    assertThat(poll().job().status()).isEqualTo(Status.STOPPED);
    assertThat(clock.elapsed()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void aJobThatSomebodyElseStopsIsNotStoppedForItsSilence() throws Exception {
    allowed = Duration.ofMinutes(30);
    startTimeout = DAYS;
    jobs.job(
        elapsed ->
            Optional.of(
                ScriptedJobs.answer(
                    elapsed.compareTo(Duration.ofMinutes(60)) < 0 ? "Stopping" : "Stopped")));

    assertThat(poll().stoppedBecause()).isEmpty();
    assertThat(jobs.stopped).isEmpty();
  }
}
