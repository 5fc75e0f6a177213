package dev.batchtransform.spark.internal.executor.batch;

import static dev.batchtransform.spark.internal.executor.batch.ScriptedJobs.lifeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import dev.batchtransform.spark.internal.executor.PollPace;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformJobPollerTest {

  private static final Duration FOUR_MINUTES = Duration.ofMinutes(4);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @TempDir private Path bucket;

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedJobs jobs = new ScriptedJobs(clock);
  private final Wave wave = Waves.wave(0, 3);
  private final List<WaveProgress> progress = new ArrayList<>();
  private JobDeadlines deadlines = within(Duration.ofHours(24));

  private static JobDeadlines within(Duration jobTimeout) {
    return new JobDeadlines(
        jobTimeout, Duration.ofMinutes(45), Optional.empty(), Duration.ofHours(6));
  }

  private EndedJob poll() throws InterruptedException {
    TransformJobPoller poller =
        new TransformJobPoller(jobs, clock, new PollPace(Optional.empty(), () -> 0), deadlines);
    return poller.await(
        "job", VirtualClock.START, new WaveOutputs(wave, FolderAsS3.over(bucket)), progress::add);
  }

  @Test
  void aJobIsFollowedToItsEnd() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));

    EndedJob ended = poll();

    assertThat(ended.job().status()).isEqualTo(Status.COMPLETED);
    assertThat(ended.stoppedBecause()).isEmpty();
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void anEndIsNoticedWithinATwentiethOfTheTimeTheJobTook() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));

    poll();

    assertThat(clock.elapsed()).isBetween(TEN_MINUTES, TEN_MINUTES.plusSeconds(30));
    assertThat(jobs.describes).isLessThan(60);
  }

  /** What docs/cost.md says that following a job costs. */
  @Test
  void aLongJobIsLookedAtOnceAMinuteAfterItsFirstHour() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofHours(1), "Completed"));
    poll();
    int firstHour = jobs.describes;

    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofHours(6), "Completed"));
    poll();
    int fiveMore = jobs.describes - firstHour;

    assertThat(firstHour).isBetween(100, 120);
    assertThat(fiveMore).isBetween(295, 301);
  }

  @Test
  void progressTellsFilesAndRecordsWhoseOutputsHaveAppeared() throws Exception {
    jobs.job(
        elapsed -> {
          if (elapsed.compareTo(Duration.ofMinutes(6)) >= 0) {
            Waves.writeOutput(bucket, wave, 0);
          }
          if (elapsed.compareTo(TEN_MINUTES) >= 0) {
            Waves.writeOutput(bucket, wave, 1);
            Waves.writeOutput(bucket, wave, 2);
          }
          return lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed").apply(elapsed);
        });

    poll();

    assertThat(progress).extracting(WaveProgress::filesDone).startsWith(0).contains(1).endsWith(3);
    assertThat(progress).extracting(WaveProgress::recordsDone).contains(0L, 10L, 30L);
    assertThat(progress).allSatisfy(p -> assertThat(p.files()).isEqualTo(3));
    assertThat(progress).allSatisfy(p -> assertThat(p.records()).isEqualTo(30));
    assertThat(progress)
        .extracting(WaveProgress::state)
        .contains("InProgress")
        .endsWith("Completed");
    assertThat(progress).extracting(WaveProgress::elapsed).isSorted();
  }

  @Test
  void throttlingAndLostConnectionsDoNotEndTheWaiting() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    for (int i = 0; i < 5; i++) {
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.THROTTLED));
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.UNREACHABLE));
    }

    assertThat(poll().job().status()).isEqualTo(Status.COMPLETED);
    assertThat(clock.sleeps()).startsWith(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @Test
  void aJobThatIsNotSeenAtFirstIsWaitedFor() throws Exception {
    jobs.job(
        elapsed ->
            elapsed.compareTo(Duration.ofSeconds(30)) < 0
                ? Optional.empty()
                : lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed").apply(elapsed));

    assertThat(poll().job().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aJobThatIsNeverSeenIsGivenUp() {
    assertThatExceptionOfType(WaveOutOfReachException.class)
        .isThrownBy(this::poll)
        .withMessageContaining("Cannot follow transform job 'job'")
        .withMessageContaining("has no job of this name");
  }

  @Test
  void aJobThatMayNoLongerBeLookedAtIsReportedAsPerhapsRunning() {
    jobs.describeFailures.add(ScriptedJobs.failure(Kind.ACCESS_DENIED));

    assertThatExceptionOfType(WaveOutOfReachException.class)
        .isThrownBy(this::poll)
        .withMessageContaining("scripted ACCESS_DENIED")
        .withMessageContaining("may still be running and cost money");
    assertThat(clock.elapsed()).isZero();
  }

  @Test
  void credentialsThatAreMissingForAWhileDoNotEndTheWaiting() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    for (int look = 0; look < 10; look++) {
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.NO_CREDENTIALS));
    }

    assertThat(poll().job().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void credentialsThatNobodyRenewsEndTheWaitingAfterHalfAnHour() {
    for (int look = 0; look < 10_000; look++) {
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.NO_CREDENTIALS));
    }

    assertThatExceptionOfType(WaveOutOfReachException.class)
        .isThrownBy(this::poll)
        .withMessageContaining("scripted NO_CREDENTIALS")
        .withMessageContaining("may still be running and cost money");
    assertThat(clock.elapsed()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33));
  }

  @Test
  void aJobWhoseInstancesDoNotStartIsStopped() throws Exception {
    jobs.job(
        elapsed ->
            Optional.of(ScriptedJobs.answer(jobs.stopped.isEmpty() ? "InProgress" : "Stopped")));

    EndedJob ended = poll();

    assertThat(jobs.stopped).containsExactly("job");
    assertThat(ended.job().status()).isEqualTo(Status.STOPPED);
    assertThat(ended.stoppedBecause().orElseThrow()).contains("'startTimeout' (45m)");
    assertThat(clock.elapsed()).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(48));
  }

  @Test
  void aJobThatHasOutputsHasStartedWhateverSageMakerSays() throws Exception {
    Waves.writeOutput(bucket, wave, 0);
    Duration hour = Duration.ofHours(1);
    jobs.job(lifeOf(hour, hour, "Completed"));

    assertThat(poll().stoppedBecause()).isEmpty();
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void aJobThatTakesTooLongIsStopped() throws Exception {
    deadlines = within(Duration.ofHours(2));
    jobs.job(
        elapsed ->
            jobs.stopped.isEmpty()
                ? lifeOf(FOUR_MINUTES, Duration.ofDays(9), "Completed").apply(elapsed)
                : Optional.of(ScriptedJobs.answer("Stopped")));

    EndedJob ended = poll();

    assertThat(ended.stoppedBecause().orElseThrow()).contains("'jobTimeout' (2h)");
    assertThat(clock.elapsed()).isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(3));
  }

  @Test
  void aStopThatFailsIsTriedAgain() throws Exception {
    deadlines = within(Duration.ofHours(2));
    jobs.stopFailures.add(ScriptedJobs.failure(Kind.THROTTLED));
    jobs.job(
        elapsed ->
            jobs.stopped.isEmpty()
                ? lifeOf(FOUR_MINUTES, Duration.ofDays(9), "Completed").apply(elapsed)
                : Optional.of(ScriptedJobs.answer("Stopped")));

    assertThat(poll().job().status()).isEqualTo(Status.STOPPED);
    assertThat(jobs.stopped).containsExactly("job");
  }

  @Test
  void aJobThatIsStoppingIsNotStoppedAgain() throws Exception {
    deadlines = within(Duration.ofHours(2));
    jobs.job(
        elapsed -> {
          if (jobs.stopped.isEmpty()) {
            return lifeOf(FOUR_MINUTES, Duration.ofDays(9), "Completed").apply(elapsed);
          }
          boolean ended = elapsed.compareTo(Duration.ofMinutes(130)) > 0;
          return Optional.of(ScriptedJobs.answer(ended ? "Stopped" : "Stopping"));
        });

    poll();

    assertThat(jobs.stopped).containsExactly("job");
  }

  @Test
  void aJobThatCompletesWhileItIsStoppedCompleted() throws Exception {
    deadlines = within(Duration.ofHours(2));
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofHours(2).plusSeconds(10), "Completed"));

    EndedJob ended = poll();

    assertThat(jobs.stopped).isNotEmpty();
    assertThat(ended.job().status()).isEqualTo(Status.COMPLETED);
    assertThat(ended.stoppedBecause()).isEmpty();
  }

  @Test
  void aJobThatDoesNotStopIsReportedAsPerhapsRunning() {
    deadlines = within(Duration.ofHours(2));
    jobs.job(lifeOf(FOUR_MINUTES, Duration.ofDays(9), "Completed"));

    assertThatExceptionOfType(WaveOutOfReachException.class)
        .isThrownBy(this::poll)
        .withMessageContaining("did not end after it was asked to stop")
        .withMessageContaining("stop-transform-job --transform-job-name job");
  }

  @Test
  void aServiceThatIsAwayForDaysEndsTheWaitingAfterServiceTimeout() {
    for (int i = 0; i < 100_000; i++) {
      jobs.describeFailures.add(ScriptedJobs.failure(Kind.UNREACHABLE));
      jobs.stopFailures.add(ScriptedJobs.failure(Kind.UNREACHABLE));
    }

    assertThatExceptionOfType(WaveOutOfReachException.class).isThrownBy(this::poll);
    assertThat(clock.elapsed()).isBetween(Duration.ofHours(6), Duration.ofHours(6).plusMinutes(3));
  }
}
