package dev.batchtransform.spark.internal.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.engine.EchoServer;
import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.engine.FailedRequest.Kind;
import dev.batchtransform.engine.HttpContainer;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.FileFailure;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveProgress;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.executor.WaveResult.State;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class LocalExecutorTest {

  private static SparkSession spark;
  private static JavaSparkContext context;

  @TempDir java.nio.file.Path folder;

  private final Queue<WaveProgress> progress = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void startSpark() {
    spark = LocalWaves.spark();
    context = new JavaSparkContext(spark.sparkContext());
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void everyFileGetsItsAnswersInOrder() throws Exception {
    Wave wave = wave("a", LocalWaves.numbers(100), "b", "7\n", "c", "8\n9\n");

    WaveResult result = run(wave, LocalWaves.model(TestModels.Echo.class));

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(result.failures()).isEmpty();
    assertThat(result.instanceSeconds()).isZero();
    assertThat(result.started()).isPresent();
    assertThat(LocalWaves.outputs(wave))
        .isEqualTo(
            Map.of(
                "a.jsonl.out", echoed(LocalWaves.numbers(100)),
                "b.jsonl.out", echoed("7\n"),
                "c.jsonl.out", echoed("8\n9\n")));
  }

  @Test
  void aServerIsCalledAsSageMakerWould() throws Exception {
    try (HttpContainer container = new HttpContainer()) {
      container.onInvocations(
          exchange ->
              HttpContainer.answer(
                  exchange,
                  200,
                  "\"" + exchange.getRequestHeaders().getFirst("Content-Type") + "\""));
      Wave wave = wave("a", "1\n2\n");
      LocalExecutor executor =
          executor(
              Map.of(
                  "localModel",
                  "http://localhost:" + container.port(),
                  "contentType",
                  "application/json"));

      executor.validate();
      executor.start(wave).await(progress::add);

      assertThat(LocalWaves.outputs(wave))
          .isEqualTo(Map.of("a.jsonl.out", "\"application/json\"\n\"application/json\"\n"));
    }
  }

  @Test
  void aServerIsStartedForTheProcessAndToldWhatAContainerIs() throws Exception {
    Wave wave = wave("a", "1\n\"env\"\n", "b", "2\n");

    WaveResult result =
        run(wave, Map.of("localModel", "exec:" + EchoServer.command(), "env.ECHO", "\"told\""));

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(LocalWaves.outputs(wave))
        .isEqualTo(Map.of("a.jsonl.out", "1\n\"told\"\n", "b.jsonl.out", "2\n"));
  }

  @Test
  void aServerThatDoesNotStartStopsTheWaveAndIsToldWithWhatItPrinted() throws Exception {
    WaveResult result =
        run(wave("a", "1\n"), Map.of("localModel", "exec:echo no weights here; exit 3"));

    assertThat(result.state()).isEqualTo(State.STOPPED);
    assertThat(result.reason().orElseThrow())
        .contains("no row was given up", "has ended with code 3", "no weights here")
        .doesNotContain("echo");
  }

  @Test
  void aRecordThatIsRefusedIsNamedAndTheOthersOfItsFileKeepTheirAnswers() throws Exception {
    Wave wave = wave("a", "1\n2\n", "b", "1\n2\n\"bad\"\n4\n", "c", "3\n");

    WaveResult result = run(wave, LocalWaves.model(TestModels.Echo.class));

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(result.failures()).containsOnlyKeys("b");
    FileFailure failure = result.failures().get("b");
    assertThat(failure.message()).isEqualTo("ClientError: 400: missing field 'title'");
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(failure.requests())
        .containsExactly(
            new FailedRequest(
                3, 1, Kind.REFUSED, OptionalInt.of(400), failure.message(), failure.attempts()));
    Path kept = new Path(failure.kept().orElseThrow().path());
    Map<String, String> outputs = LocalWaves.outputs(wave);
    assertThat(outputs).containsOnlyKeys("a.jsonl.out", "c.jsonl.out", kept.getName());
    assertThat(outputs.get(kept.getName())).isEqualTo(echoed("1\n2\n4\n"));
    assertThat(failure.kept().orElseThrow().bytes())
        .isEqualTo(outputs.get(kept.getName()).length());
  }

  @ParameterizedTest
  @CsvSource({"join,record", "onFailure,retry", "answerKey,id"})
  void whereOthersCannotBeProvenOrFilesAreWantedWholeNoAnswersOfAFileThatFailsAreKept(
      String option, String value) throws Exception {
    Wave wave = wave("a", "1\n", "b", "1\n\"bad\"\n");
    Map<String, String> options = new HashMap<>(LocalWaves.model(TestModels.Echo.class));
    options.put(option, value);

    WaveResult result = run(wave, options);

    assertThat(result.state()).isEqualTo(State.FAILED);
    assertThat(result.failures().get("b").kept()).isEmpty();
  }

  @Test
  void aFileOfWhichEachRecordFailsIsNamedAndLeavesNothingAndTheOthersGoOn() throws Exception {
    Wave wave = wave("a", "1\n2\n", "b", "\"bad\"\n", "c", "3\n");

    WaveResult result = run(wave, LocalWaves.model(TestModels.Echo.class));

    assertThat(result.state()).isEqualTo(State.FAILED);
    assertThat(result.reason())
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("1 of 3 files", "b.jsonl", "ClientError: 400"));
    assertThat(result.failures()).containsOnlyKeys("b");
    assertThat(LocalWaves.outputs(wave)).containsOnlyKeys("a.jsonl.out", "c.jsonl.out");
  }

  @Test
  void aFileThatCannotBeReadStopsTheWaveAndIsNoFailureOfItsRecords() throws Exception {
    Wave wave = wave("a", "1\n", "gone", "2\n");
    Files.delete(LocalWaves.local(wave.layout().input(wave.files().get(1))));

    WaveResult result = run(wave, LocalWaves.model(TestModels.Echo.class));

    assertThat(result.state()).isEqualTo(State.STOPPED);
    assertThat(result.reason().orElseThrow())
        .contains("1 of 2 files was not transformed, and no row was given up", "gone.jsonl");
    assertThat(result.failures()).isEmpty();
    assertThat(LocalWaves.outputs(wave)).containsOnlyKeys("a.jsonl.out");
  }

  @Test
  void aWaveThatIsStartedAgainSendsOnlyWhatHasNoOutput() throws Exception {
    Wave wave = wave("a", "1\n2\n", "b", "3\n");
    run(wave, LocalWaves.model(TestModels.Echo.class));
    Map<String, String> before = LocalWaves.outputs(wave);
    Files.delete(LocalWaves.local(wave.layout().output(0, wave.files().get(1))));
    TestModels.Echo.REQUESTS.set(0);

    WaveResult result = run(wave, LocalWaves.model(TestModels.Echo.class));

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(TestModels.Echo.REQUESTS).hasValue(1);
    assertThat(LocalWaves.outputs(wave)).isEqualTo(before);
  }

  @Test
  void tasksOfOneProcessShareTheModelAndTheLimitOfRequests() throws Exception {
    TestModels.Counting.MADE.set(0);
    TestModels.Counting.MOST.set(0);
    Map<String, String> options = new HashMap<>(LocalWaves.model(TestModels.Counting.class));
    options.put("localConcurrency", "1");
    Wave wave =
        wave(
            "a",
            LocalWaves.numbers(200),
            "b",
            LocalWaves.numbers(200),
            "c",
            LocalWaves.numbers(200),
            "d",
            LocalWaves.numbers(200));

    WaveResult result = run(wave, options);

    assertThat(result.state()).isEqualTo(State.COMPLETED);
    assertThat(TestModels.Counting.MADE).hasValue(1);
    assertThat(TestModels.Counting.MOST).hasValue(1);
  }

  @Test
  void joiningByRecordPutsTheRowIdBesideTheAnswer() throws Exception {
    Map<String, String> options = new HashMap<>(LocalWaves.model(TestModels.Echo.class));
    options.put("join", "record");
    Wave wave = wave("a", "{\"record\":{\"b\":1},\"row\":41}\n{\"record\":2,\"row\":42}\n");

    run(wave, options);

    assertThat(LocalWaves.outputs(wave))
        .isEqualTo(
            Map.of(
                "a.jsonl.out",
                """
                {"SageMakerOutput":{"echo":{"b":1}},"row":41}
                {"SageMakerOutput":{"echo":2},"row":42}
                """));
  }

  @Test
  void progressBeginsWithNothingAndEndsWithAll() throws Exception {
    Wave wave = wave("a", "1\n2\n", "b", "3\n");

    run(wave, LocalWaves.model(TestModels.Echo.class));

    List<WaveProgress> told = new ArrayList<>(progress);
    assertThat(told.get(0).files()).isEqualTo(2);
    WaveProgress last = told.get(told.size() - 1);
    assertThat(last.filesDone()).isEqualTo(2);
    assertThat(last.recordsDone()).isEqualTo(3);
    assertThat(last.records()).isEqualTo(3);
    assertThat(last.state()).isEqualTo("Completed");
    assertThat(told).extracting(WaveProgress::filesDone).isSorted();
  }

  @Test
  void aModelThatCannotBeLoadedFailsTheWaveWithTheReason() throws Exception {
    WaveResult result = run(wave("a", "1\n"), LocalWaves.model(TestModels.Broken.class));

    assertThat(result.state()).isEqualTo(State.FAILED);
    assertThat(result.reason())
        .hasValueSatisfying(reason -> assertThat(reason).contains("no weights"));
  }

  @Test
  void aMissingModelIsRefused() {
    assertThatThrownBy(() -> executor(Map.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("localModel");
  }

  @Test
  void validationNamesAClassThatIsNotThere() {
    assertThatThrownBy(() -> executor(Map.of("localModel", "class:com.example.Gone")).validate())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("com.example.Gone");
  }

  private WaveResult run(Wave wave, Map<String, String> options) throws InterruptedException {
    return executor(options).start(wave).await(progress::add);
  }

  private static String echoed(String records) {
    return records.lines().map(r -> "{\"echo\":" + r + "}\n").collect(Collectors.joining());
  }

  private LocalExecutor executor(Map<String, String> options) {
    return LocalWaves.executor(context, options);
  }

  private Wave wave(String... namesAndContents) throws IOException {
    return LocalWaves.wave(folder, namesAndContents);
  }
}
