package dev.batchtransform.spark.internal.executor.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.aws.AsyncEndpoint;
import dev.batchtransform.spark.internal.aws.AwsEnvironment;
import dev.batchtransform.spark.internal.executor.AwsOptions;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.KeptAnswers;
import dev.batchtransform.spark.internal.executor.RunningWave;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import dev.batchtransform.spark.internal.executor.WaveStanding;
import dev.batchtransform.spark.internal.executor.async.AsyncServer.Answer;
import dev.batchtransform.spark.internal.executor.async.AsyncServer.Call;
import dev.batchtransform.spark.internal.executor.async.AsyncServer.Failure;
import dev.batchtransform.spark.internal.executor.async.AsyncServer.Nothing;
import dev.batchtransform.spark.internal.executor.batch.FolderAsS3;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import dev.batchtransform.spark.internal.stage.StagedFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor and the AWS SDK over HTTP, with an endpoint that does as it is told. */
class AsyncExecutorTest {

  private static final String GONE = "Endpoint e of account 123456789012 not found.";

  @TempDir private Path bucket;

  private final AwsEnvironment environment = new AwsEnvironment().withCredentials();
  private AsyncServer server;
  private Configuration hadoop;
  private volatile Duration later = Duration.ZERO;

  private AsyncServer server() {
    if (server == null) {
      server = new AsyncServer(bucket);
      hadoop = FolderAsS3.over(bucket);
    }
    return server;
  }

  @AfterEach
  void close() {
    FaultPoint.handle(null);
    if (server != null) {
      server.close();
    }
    environment.close();
  }

  private AsyncExecutor executor(String... namesAndValues) {
    Map<String, String> all = new HashMap<>();
    all.put("stagingPath", "s3a://bucket/scoring");
    all.put("executor", "async");
    all.put("endpointName", "e");
    all.put("region", "eu-west-1");
    all.put("endpointUrl", server().url().toString());
    all.put("pollInterval", "5ms");
    for (int each = 0; each < namesAndValues.length; each += 2) {
      all.put(namesAndValues[each], namesAndValues[each + 1]);
    }
    TransformOptions options = TransformOptions.parse(all);
    return new AsyncExecutor(
        AsyncEndpoint.connect(AwsOptions.settings(options), "e"), hadoop, options, clock());
  }

  /** The computer's, and as much later as a test says. */
  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneId.of("UTC");
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.now().plus(later);
      }
    };
  }

  private static Wave wave(int index, int files, long records) {
    RunLayout layout =
        RunLayout.of(
            new org.apache.hadoop.fs.Path("s3a://bucket/scoring"), "2026-11-22", "nightly");
    List<StagedFile> staged =
        IntStream.range(0, files)
            .mapToObj(each -> new StagedFile("part-" + each, records, records, 10 * records, each))
            .toList();
    return new Wave("nightly", Instant.EPOCH, index, layout, staged, OptionalInt.empty(), false);
  }

  private WaveResult run(Wave wave, String... options) throws InterruptedException {
    try (AsyncExecutor executor = executor(options)) {
      return executor.start(wave).await(progress -> {});
    }
  }

  private Set<String> filesAsked() {
    return server().calls().stream()
        .map(Call::file)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  @Test
  void everyFileIsOneRequestAndItsAnswerIsReadFromWhereTheEndpointPutsIt() throws Exception {
    server().deals(call -> new Answer("[0.5]\n"));

    WaveResult result = run(wave(0, 3, 1), "requestTtlSeconds", "120");

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(result.failures()).isEmpty();
    Call first =
        server().calls().stream().filter(call -> call.file().equals("part-0")).findFirst().get();
    assertThat(first.input())
        .isEqualTo("s3://bucket/scoring/dt=2026-11-22/run_id=nightly/input/part-0.jsonl");
    assertThat(first.ttl()).isEqualTo("120");
    assertThat(first.timeout()).isEqualTo("600");
    assertThat(first.contentType()).isEqualTo("application/jsonlines");
    assertThat(result.elsewhere().orElseThrow())
        .hasSize(3)
        .containsEntry(
            "part-0", new KeptAnswers("s3a://bucket/answers/" + first.inferenceId() + ".out", 6));
  }

  @Test
  void whatWasStagedCompressedIsNotSent() throws Exception {
    Wave plain = wave(0, 1, 1);
    StagedFile packed = new StagedFile("part-0", 1, 1, 10, 1, null, true);
    Wave compressed = new Wave(plain.runId(), 0, plain.layout(), List.of(packed));

    try (AsyncExecutor executor = executor()) {
      assertThatThrownBy(() -> executor.start(compressed))
          .isInstanceOf(WaveRefusedException.class)
          .hasMessageContainingAll("gzip=true", "tail=job");
    }
    assertThat(server().calls()).isEmpty();
  }

  @Test
  void noMoreRequestsAreOutThanMayBe() throws Exception {
    Map<String, Call> waiting = new ConcurrentHashMap<>();
    List<Integer> most = new CopyOnWriteArrayList<>();
    server()
        .deals(
            call -> {
              waiting.put(call.inferenceId(), call);
              return new Nothing();
            });
    try (AsyncExecutor executor = executor("maxInFlight", "3")) {
      RunningWave running = executor.start(wave(0, 10, 1));
      assertThat(server().calls()).hasSize(3);
      WaveResult result =
          running.await(
              progress -> {
                most.add(waiting.size());
                waiting
                    .keySet()
                    .removeIf(
                        id -> {
                          server().put(AsyncServer.ANSWERS + id + ".out", "1");
                          return true;
                        });
              });
      assertThat(result.elsewhere().orElseThrow()).hasSize(10);
    }
    assertThat(most).allMatch(out -> out <= 3);
    assertThat(server().calls()).hasSize(10);
  }

  @Test
  void aLaterDriverWaitsForWhatWasSentAndSendsNoneOfItAgain() throws Exception {
    server().deals(call -> new Nothing());
    Wave wave = wave(0, 4, 1);
    try (AsyncExecutor killed = executor()) {
      assertThat(killed.find(wave)).isEmpty();
      RunningWave unused = killed.start(wave);
    }
    List<Call> before = List.copyOf(server().calls());
    before.forEach(call -> server().put(AsyncServer.ANSWERS + call.inferenceId() + ".out", "[1]"));

    try (AsyncExecutor next = executor()) {
      assertThat(next.find(wave)).isPresent();
    }
    WaveResult result = run(wave.afterATry());

    assertThat(result.elsewhere().orElseThrow()).hasSize(4);
    assertThat(server().calls()).hasSize(4);
  }

  @Test
  void aRequestOfWhichNothingWasWrittenDownIsSentAgainUnderTheSameName() throws Exception {
    server().deals(call -> new Nothing());
    Wave wave = wave(0, 1, 1);
    FaultPoint.handle(
        point -> {
          if (point == FaultPoint.REQUESTS_SENT) {
            throw new IllegalStateException("killed");
          }
        });
    try (AsyncExecutor killed = executor()) {
      assertThatThrownBy(() -> killed.start(wave)).hasMessage("killed");
    }
    FaultPoint.handle(null);
    server().deals(call -> new Answer("1"));

    assertThat(run(wave.afterATry()).state()).isEqualTo(State.COMPLETED);
    assertThat(server().calls()).hasSize(2);
    assertThat(server().calls().get(0)).isEqualTo(server().calls().get(1));
  }

  @Test
  void throttlingAndOutagesSlowTheSenderDownAndLoseNothing() throws Exception {
    server()
        .deals(
            call -> {
              if (server().calls().size() == 1) {
                server().refuses(3, "ThrottlingException", "Rate exceeded");
                server().refuses(2, "ServiceUnavailable", "busy");
              }
              return new Answer("[1]");
            });

    WaveResult result = run(wave(0, 5, 1));

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(result.elsewhere().orElseThrow()).hasSize(5);
    assertThat(server().calls()).hasSize(5);
  }

  @Test
  void aWaveOfWhichNothingIsTakenIsRefusedWithTheCure() {
    server().refuses(1, "AccessDeniedException", "not allowed");

    assertThatThrownBy(() -> run(wave(0, 1, 1)))
        .isInstanceOf(WaveRefusedException.class)
        .hasMessageContaining("Allow the caller the action sagemaker:InvokeEndpointAsync");
  }

  @Test
  void anEndpointThatIsDeletedStopsTheWaveAndItsSuccessorIsAskedOnlyForWhatIsMissing()
      throws Exception {
    server().deals(call -> call.file().equals("part-0") ? new Answer("[1]") : new Nothing());
    Wave first = wave(0, 3, 1);
    List<WaveProgress> seen = new CopyOnWriteArrayList<>();
    try (AsyncExecutor executor = executor()) {
      RunningWave running = executor.start(first);
      server().describes("{\"__type\":\"ValidationException\",\"message\":\"" + GONE + "\"}");
      WaveResult stopped = running.await(seen::add);
      assertThat(stopped.state()).isEqualTo(State.STOPPED);
      assertThat(stopped.reason().orElseThrow())
          .contains("does not answer any more", "No row was given up", "2 requests are out");
      assertThat(stopped.elsewhere().orElseThrow()).containsOnlyKeys("part-0");
    }
    server().exists("InService", 1_700_009_999);
    server().calls().clear();
    server().deals(call -> new Answer("[2]"));

    WaveResult result = run(wave(1, 3, 1));

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(filesAsked()).containsExactlyInAnyOrder("part-1", "part-2");
  }

  @Test
  void aWaveAfterOneThatWasStoppedWaitsForWhatIsOut() throws Exception {
    server().deals(call -> new Nothing());
    try (AsyncExecutor executor = executor()) {
      RunningWave running = executor.start(wave(0, 2, 1));
      running.stop();
      assertThat(running.await(progress -> {}).state()).isEqualTo(State.STOPPED);
      assertThat(executor.find(wave(0, 2, 1)).orElseThrow().standing())
          .isEqualTo(WaveStanding.STOPPED);
    }
    server()
        .calls()
        .forEach(call -> server().put(AsyncServer.ANSWERS + call.inferenceId() + ".out", "[1]"));

    WaveResult result = run(wave(1, 2, 1));

    assertThat(result.elsewhere().orElseThrow()).hasSize(2);
    assertThat(server().calls()).hasSize(2);
  }

  @Test
  void failedRecordsThatSomebodySendsAgainGetOtherAnswersEvenAfterAStop() throws Exception {
    server().deals(call -> new Answer("[1]"));
    try (AsyncExecutor executor = executor()) {
      RunningWave running = executor.start(wave(0, 2, 1));
      running.stop();
      assertThat(running.await(progress -> {}).elsewhere().orElseThrow()).hasSize(2);
    }

    run(beginningARound(wave(1, 2, 1)));

    assertThat(server().calls()).hasSize(4);
  }

  private static Wave beginningARound(Wave wave) {
    return new Wave(
        wave.runId(),
        wave.runCreated(),
        wave.index(),
        wave.layout(),
        wave.files(),
        wave.maxPayloadInMB(),
        wave.mayRun(),
        wave.recorded(),
        true);
  }

  @Test
  void aRequestOfWhichNothingIsHeardCountsAsVanishedAfterItsDeadlineAndSaysNothingOfItsRows()
      throws Exception {
    server().deals(call -> call.file().equals("part-1") ? new Nothing() : new Answer("[1]"));
    Wave wave = wave(0, 2, 1);
    try (AsyncExecutor executor =
        executor("requestTtlSeconds", "60", "invocationsTimeoutSeconds", "60")) {
      RunningWave running = executor.start(wave);
      later = Duration.ofSeconds(60 + 60 + 5 * 60 + 1);
      WaveResult result = running.await(progress -> {});
      assertThat(result.state()).isEqualTo(State.FAILED);
      assertThat(result.reason().orElseThrow()).contains("nothing was heard of 1");
      assertThat(result.failures()).isEmpty();
      assertThat(result.elsewhere().orElseThrow()).containsOnlyKeys("part-0");
    }
  }

  @Test
  void aRefusedRequestFailsWithTheContainersWordsAndAServerErrorIsTriedAgain() throws Exception {
    server()
        .deals(
            call ->
                switch (call.file()) {
                  case "part-0" ->
                      new Failure("Received client error (400) from primary with message \"bad\"");
                  case "part-1" -> new Failure("Received server error (500) from primary");
                  default -> new Answer("[1]");
                });

    WaveResult result = run(wave(0, 3, 1), "invocationsMaxRetries", "2");

    assertThat(result.state()).isEqualTo(State.FAILED);
    FileFailure refused = result.failures().get("part-0");
    assertThat(refused.message()).contains("with message \"bad\"");
    assertThat(refused.status()).hasValue(400);
    assertThat(refused.attempts()).isEqualTo(1);
    assertThat(result.failures().get("part-1").attempts()).isEqualTo(3);
    assertThat(server().calls().stream().map(Call::inferenceId)).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void aFileThatIsTooLargeForTheContainerIsToBeCutAndARecordThatIsIsOversize() throws Exception {
    server().deals(call -> new Failure("Received client error (413) from primary"));

    assertThat(run(wave(0, 1, 7)).failures().get("part-0").isTooLarge()).isFalse();
    assertThat(run(wave(1, 1, 1)).failures().get("part-0").isTooLarge()).isTrue();
  }

  @Test
  void anEndpointThatTurnsOutToLeaveNoTraceOfFailuresIsAskedForOneRecordOnly() {
    server().leavesFailures(false);

    assertThatThrownBy(() -> run(wave(0, 9, 1)))
        .isInstanceOf(WaveRefusedException.class)
        .hasMessageContaining("S3FailurePath");
    assertThat(server().calls()).hasSize(1);
  }

  @Test
  void whoSendsSinglyMaySendAHundredThousandAndIsToldOfOtherWays() {
    try (AsyncExecutor singly = executor();
        AsyncExecutor together = executor("batchStrategy", "MultiRecord")) {
      assertThat(singly.mostRecordsPerFile()).hasValue(1);
      assertThatCode(() -> singly.requireBearable(100_000)).doesNotThrowAnyException();
      assertThatThrownBy(() -> singly.requireBearable(100_001))
          .isInstanceOf(WaveRefusedException.class)
          .hasMessageContainingAll("100,001", "MultiRecord", "executor=batch-transform");
      assertThat(together.mostRecordsPerFile()).isEmpty();
      assertThatCode(() -> together.requireBearable(100_001)).doesNotThrowAnyException();
    }
  }

  @Test
  void anEndpointThatCannotAnswerARunIsRefusedWithTheCure() {
    String e = "\"EndpointName\":\"e\",\"EndpointConfigName\":\"c\",\"EndpointStatus\":";
    server().describesConfig("{\"EndpointConfigName\":\"c\"}");
    refuses("{\"__type\":\"ValidationException\",\"message\":\"Could not find endpoint\"}", "none");
    refuses("{" + e + "\"Creating\"}", "still being created", "Wait");
    refuses("{" + e + "\"Failed\",\"FailureReason\":\"no capacity\"}", "no capacity");
    refuses("{" + e + "\"InService\"}", "localModel=endpoint:e", "AsyncInferenceConfig");
    server()
        .describesConfig(
            "{\"AsyncInferenceConfig\":{\"OutputConfig\":{\"S3OutputPath\":\"s3://b/o\"}}}");
    refuses("{" + e + "\"InService\"}", "S3FailurePath", "s3_failure_path");
  }

  private void refuses(String description, String... words) {
    server().describes(description);
    try (AsyncExecutor executor = executor()) {
      assertThatThrownBy(executor::validate)
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContaining("'endpointName'")
          .hasMessageContainingAll(words);
    }
  }

  @Test
  void whoMayNotLookGoesOn() {
    server().describes("{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}");
    try (AsyncExecutor executor = executor()) {
      assertThatCode(executor::validate).doesNotThrowAnyException();
    }
  }

  @Test
  void aStagingPathOutsideOfS3IsRefused() {
    try (AsyncExecutor executor = executor("stagingPath", "file:/tmp/scoring")) {
      assertThatThrownBy(executor::validate)
          .isInstanceOf(InvalidOptionException.class)
          .hasMessageContainingAll("'file:/tmp/scoring'", "executor=local");
    }
  }

  @Test
  void anEndpointThatIsScaledToZeroIsWaitedForAndTheProgressSaysSo() throws Exception {
    server()
        .describes(
            "{\"EndpointStatus\":\"InService\",\"EndpointConfigName\":\"c\",\"ProductionVariants\":[{\"VariantName\":\"v\",\"CurrentInstanceCount\":0}],\"AsyncInferenceConfig\":{\"OutputConfig\":{\"S3OutputPath\":\"s3://b/o\",\"S3FailurePath\":\"s3://b/f\"}}}");
    server().deals(call -> new Nothing());
    List<String> states = new CopyOnWriteArrayList<>();
    try (AsyncExecutor executor = executor()) {
      executor.validate();
      RunningWave running = executor.start(wave(0, 1, 1));
      WaveResult result =
          running.await(
              progress -> {
                states.add(progress.state());
                String id = server().calls().get(0).inferenceId();
                server().put(AsyncServer.ANSWERS + id + ".out", "[1]");
              });
      assertThat(result.state()).isEqualTo(State.COMPLETED);
    }
    assertThat(states).startsWith("Waiting for an instance").endsWith("Completed");
  }
}
