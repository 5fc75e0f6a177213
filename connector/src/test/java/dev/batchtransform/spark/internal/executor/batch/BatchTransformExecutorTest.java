package dev.batchtransform.spark.internal.executor.batch;

import static dev.batchtransform.spark.internal.executor.batch.ScriptedJobs.lifeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.WaveElsewhereException;
import dev.batchtransform.spark.exceptions.WaveOutOfReachException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.aws.ModelLookup;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.JobPlace;
import dev.batchtransform.spark.internal.executor.RecordedJob;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTransformExecutorTest {

  private static final Duration FOUR_MINUTES = Duration.ofMinutes(4);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @TempDir private Path bucket;

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedJobs jobs = new ScriptedJobs(clock);
  private final Wave wave = Waves.wave(0, 3);

  private BatchTransformExecutor executor(String... options) {
    return new BatchTransformExecutor(jobs, FolderAsS3.over(bucket), Waves.options(options), clock);
  }

  private WaveResult run(String... options) throws InterruptedException {
    try (BatchTransformExecutor executor = executor(options)) {
      return executor.start(wave).await(progress -> {});
    }
  }

  private void everyOutputIsThere() {
    for (int file = 0; file < wave.files().size(); file++) {
      Waves.writeOutput(bucket, wave, file);
    }
  }

  @Test
  void aWaveIsOneJobWithTheRequestOfThePlan() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    everyOutputIsThere();

    RunningWave running = executor().start(wave);

    assertThat(jobs.created).containsExactly(TransformRequest.of(wave, Waves.options()));
    assertThat(running.jobName()).hasValue(jobs.created.get(0).path("TransformJobName").asText());
  }

  @Test
  void aWaveThatCompletesSaysWhatIsPaidAndNothingElse() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    everyOutputIsThere();

    WaveResult result = run();

    assertThat(result)
        .isEqualTo(
            new WaveResult(
                State.COMPLETED,
                Optional.empty(),
                Optional.of(VirtualClock.START.plus(FOUR_MINUTES)),
                Optional.of(VirtualClock.START.plus(TEN_MINUTES)),
                6 * 60 * 2,
                Map.of()));
  }

  @Test
  void aWaveThatFailsTellsWhyWhatIsMissingAndWhereTheLogIs() throws Exception {
    Waves.writeOutput(bucket, wave, 1);
    jobs.job(
        elapsed ->
            lifeOf(FOUR_MINUTES, TEN_MINUTES, "Failed")
                .apply(elapsed)
                .map(
                    answer ->
                        answer.put(
                            "FailureReason", "ClientError: See job logs for more information")));

    WaveResult result = run();

    String name = jobs.created.get(0).path("TransformJobName").asText();
    assertThat(result.state()).isEqualTo(State.FAILED);
    assertThat(result.reason())
        .hasValue(
            "Transform job '%s' ended as Failed: ClientError: See job logs for more information. 2 of 3 files have no output. Job log: /aws/sagemaker/TransformJobs, stream %s/."
                .formatted(name, name));
    assertThat(result.failures())
        .containsOnlyKeys("part-0", "part-2")
        .containsValue(
            FileFailure.ofWholeFile(
                "ClientError: See job logs for more information.", OptionalInt.empty()));
    assertThat(jobs.dataLogLooks).as("it may come late").isEqualTo(4);
  }

  @Test
  void aFailureHasTheContainersOwnWordsOnceTheLogShowsThem() throws Exception {
    jobs.job(
        elapsed ->
            lifeOf(FOUR_MINUTES, TEN_MINUTES, "Failed")
                .apply(elapsed)
                .map(answer -> answer.put("FailureReason", "ClientError: See job logs")));
    jobs.dataLog =
        List.of(
            "2026-11-23T03:00:00.000:[sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6",
            "2026-11-23T03:00:00.000:[sagemaker logs]: bucket/in/part-2.jsonl: ClientError: 413",
            "2026-11-23T03:00:00.000:[sagemaker logs]: bucket/in/part-2.jsonl: ",
            "2026-11-23T03:00:00.000:[sagemaker logs]: bucket/in/part-2.jsonl: Message:",
            "2026-11-23T03:00:00.000:[sagemaker logs]: bucket/in/part-2.jsonl: too long",
            "2026-11-23T03:00:00.000:[sagemaker logs]: bucket/in/part-9.jsonl: ClientError: 400");
    jobs.dataLogShownAtLook = 3;

    WaveResult result = run();

    assertThat(result.failures().get("part-2"))
        .isEqualTo(FileFailure.ofWholeFile("ClientError: 413: too long", OptionalInt.of(413)));
    assertThat(result.failures().get("part-0").message()).isEqualTo("ClientError: See job logs.");
    assertThat(result.failures()).doesNotContainKey("part-9");
    assertThat(jobs.dataLogLooks).isEqualTo(3);
  }

  @Test
  void aJobThatCompletesWithoutAllOutputsSaysSo() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));

    WaveResult result = run();

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(result.reason().orElseThrow()).contains("3 of 3 files have no output");
    assertThat(result.failures()).as("nothing says that it was their fault").isEmpty();
  }

  @Test
  void aJobThatNeverWorkedCostsNothing() throws Exception {
    jobs.job(
        elapsed ->
            Optional.of(ScriptedJobs.answer(jobs.stopped.isEmpty() ? "InProgress" : "Stopped")));

    WaveResult result = run("startTimeout", "10m");

    assertThat(result.state()).isEqualTo(State.STOPPED);
    assertThat(result.instanceSeconds()).isZero();
    assertThat(result.reason().orElseThrow()).contains("'startTimeout' (10m)");
  }

  @Test
  void aJobThatSomeoneElseStoppedSaysSo() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Stopped"));

    assertThat(run().reason().orElseThrow()).contains("ended as Stopped: Someone stopped it.");
  }

  @Test
  void cancellingTheWaitingStopsTheJob() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    RunningWave running = executor().start(wave);
    clock.interruptAfter(Duration.ofMinutes(5));

    assertThatThrownBy(() -> running.await(progress -> {}))
        .isInstanceOf(InterruptedException.class);
    assertThat(jobs.stopped).containsExactly(running.jobName().orElseThrow());
  }

  @Test
  void cancellingTheWaitingLeavesTheJobWhenTheOptionSaysSo() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    RunningWave running = executor("stopOnCancel", "false").start(wave);
    clock.interruptAfter(Duration.ofMinutes(5));

    assertThatThrownBy(() -> running.await(progress -> {}))
        .isInstanceOf(InterruptedException.class);
    assertThat(jobs.stopped).isEmpty();
  }

  @Test
  void cancellingTheStartStopsAJobThatMayHaveBeenCreated() {
    jobs.createFailures.add(ScriptedJobs.failure(Kind.UNKNOWN_OUTCOME));
    clock.interruptAfter(Duration.ofSeconds(1));

    assertThatThrownBy(() -> executor().start(wave)).isInstanceOf(InterruptedException.class);
    assertThat(jobs.stopped).containsExactly(jobs.created.get(0).path("TransformJobName").asText());
  }

  @Test
  void aStopThatFailsDoesNotHideTheCancellation() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));
    jobs.stopFailures.add(ScriptedJobs.failure(Kind.ACCESS_DENIED));
    RunningWave running = executor().start(wave);
    clock.interruptAfter(Duration.ofMinutes(5));

    assertThatThrownBy(() -> running.await(progress -> {}))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aWaveThatIsStartedTwiceIsOneJob() throws Exception {
    jobs.job(
        elapsed -> {
          var answer = jobs.created.get(0).deepCopy();
          answer.remove("Tags");
          answer.put("TransformJobStatus", "InProgress");
          answer.put("CreationTime", VirtualClock.START.toString());
          return Optional.of(answer);
        });
    RunningWave first = executor().start(wave);
    jobs.createFailures.add(ScriptedJobs.failure(Kind.NAME_TAKEN));

    RunningWave second = executor().start(wave);

    assertThat(second.jobName()).isEqualTo(first.jobName());
  }

  @Test
  void aWaveIsStartedUnderTheNameThatWasWrittenDownWhenItWasPlanned() throws Exception {
    RunningWave running = executor().start(recorded("by-an-older-version", false));

    assertThat(running.jobName()).hasValue("by-an-older-version");
    assertThat(running.place()).hasValue(new JobPlace("eu-west-1", "123456789012"));
    assertThat(jobs.created).hasSize(1);
  }

  @Test
  void aStartedWaveIsFoundByItsRecordedNameWhateverThisVersionWouldCallItOrAskFor()
      throws Exception {
    jobs.job(elapsed -> Optional.of(jobThatWritesTo("s3://bucket/scoring/dt=2026-11-22/")));

    RunningWave running =
        executor("instanceType", "ml.m5.24xlarge").start(recorded("by-an-older-version", true));

    assertThat(running.jobName()).hasValue("by-an-older-version");
    assertThat(running.place()).hasValue(new JobPlace("eu-west-1", "123456789012"));
    assertThat(jobs.created).isEmpty();
  }

  @Test
  void aStartedWaveThatIsNotFoundIsLookedForElsewhereAndNeverStartedAgain() {
    Wave started = recorded("nightly-w0-0123456789", true);

    assertThatThrownBy(() -> executor().start(started))
        .isInstanceOf(WaveElsewhereException.class)
        .hasMessageContaining("'nightly-w0-0123456789'")
        .hasMessageContaining("in region eu-west-1 because SageMaker has no such job there")
        .hasMessageContaining("started in region us-east-1 of account 111122223333")
        .hasMessageContaining("'region', 'endpointUrl', 'roleArn' or 'externalId'");
    assertThatThrownBy(() -> executor().find(started)).isInstanceOf(WaveElsewhereException.class);
    assertThat(jobs.created).isEmpty();
  }

  @Test
  void aJobOfTheSameNameInAnotherAccountIsNotTheWaves() {
    jobs.job(
        elapsed ->
            Optional.of(
                jobThatWritesTo("s3://bucket/scoring/dt=2026-11-22/")
                    .put("TransformJobArn", ScriptedJobs.ARN + "nightly")));

    assertThatThrownBy(() -> executor().start(recorded("nightly", true, "999999999999")))
        .isInstanceOf(WaveElsewhereException.class)
        .hasMessageContaining("belongs to account 123456789012")
        .hasMessageContaining("account 999999999999");
  }

  @Test
  void aJobOfTheSameNameThatWritesElsewhereIsNotTheWaves() {
    jobs.job(elapsed -> Optional.of(jobThatWritesTo("s3://other/")));

    assertThatThrownBy(() -> executor().start(recorded("nightly", true)))
        .isInstanceOf(WaveElsewhereException.class)
        .hasMessageContaining("writes to s3://other/");
  }

  @Test
  void aWaveThatWasPlannedInAnotherAccountIsNotStartedInThisOne() {
    jobs.model =
        new ModelLookup.Found(
            ScriptedJobs.model(
                "{\"ModelArn\":\"arn:aws:sagemaker:eu-west-1:999999999999:model/embedder\"}"));

    assertThatThrownBy(() -> executor().start(recorded("nightly", false, "123456789012")))
        .isInstanceOf(WaveElsewhereException.class)
        .hasMessageContaining("in account 999999999999 because its transform job 'nightly'")
        .hasMessageContaining("may have been started in account 123456789012");
    assertThat(jobs.created).isEmpty();
  }

  @Test
  void anOutageWhileAStartedWaveIsLookedForIsNotTakenForItsAbsence() {
    jobs.describeFailures.add(ScriptedJobs.failure(Kind.UNREACHABLE));

    assertThatThrownBy(() -> executor().start(recorded("nightly", true)))
        .isInstanceOf(WaveOutOfReachException.class)
        .hasMessageContaining("scripted UNREACHABLE");
    assertThat(jobs.created).isEmpty();
  }

  private static ObjectNode jobThatWritesTo(String runsFolder) {
    ObjectNode answer = ScriptedJobs.answer("InProgress");
    answer.put("TransformJobArn", ScriptedJobs.ARN + "job");
    answer
        .putObject("TransformOutput")
        .put("S3OutputPath", runsFolder + "run_id=" + Waves.RUN_ID + "/output/0/");
    return answer;
  }

  private Wave recorded(String name, boolean submitted) {
    return recorded(name, submitted, submitted ? "123456789012" : null);
  }

  private Wave recorded(String name, boolean submitted, @Nullable String account) {
    boolean shown = account != null && name.contains("0123456789");
    return new Wave(
        wave.runId(),
        wave.runCreated(),
        wave.index(),
        wave.layout(),
        wave.files(),
        OptionalInt.empty(),
        !submitted,
        Optional.of(
            new RecordedJob(
                name,
                submitted,
                Optional.of(shown ? "us-east-1" : "eu-west-1"),
                Optional.ofNullable(shown ? "111122223333" : account))),
        wave.beginsRound());
  }

  @Test
  void aWaveThatBreaksARuleIsRefusedBeforeSageMakerIsCalled() {
    assertThatThrownBy(() -> executor("instanceType", "ml.m5.huge").start(wave))
        .isInstanceOf(WaveRefusedException.class)
        .hasMessageContaining("'instanceType'");
    assertThat(jobs.created).isEmpty();
  }

  @Test
  void aFixedIntervalIsKept() throws Exception {
    jobs.job(lifeOf(FOUR_MINUTES, TEN_MINUTES, "Completed"));

    run("pollInterval", "30s");

    assertThat(clock.sleeps())
        .allSatisfy(
            sleep -> assertThat(sleep).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33)));
  }

  @Test
  void validOptionsAndAModelThatExistsAreAccepted() {
    executor().validate();
  }

  @Test
  void aModelThatDoesNotExistIsToldWithTheRegion() {
    jobs.model = new ModelLookup.Missing();

    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> executor().validate())
        .withMessageContaining("option 'model'")
        .withMessageContaining("'catalog-embedder' in eu-west-1")
        .withMessageContaining("'region'");
  }

  @Test
  void aStagingPathOutsideS3IsRefusedBeforeAnythingIsStaged() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> executor("stagingPath", "file:///tmp/scoring").validate())
        .withMessageContaining("option 'stagingPath'");
  }

  @Test
  void aRequestThatSageMakerWouldRefuseIsRefusedBeforeAnythingIsStaged() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> executor("instanceType", "ml.m5.huge").validate())
        .withMessageContaining("'instanceType'");
  }

  @Test
  void theClientIsClosedWithTheExecutor() {
    executor().close();

    assertThat(jobs.closed).isTrue();
  }
}
