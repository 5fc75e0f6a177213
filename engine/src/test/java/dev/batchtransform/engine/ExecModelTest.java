package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.ModelRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class ExecModelTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder = Path.of("");

  @Test
  void theServerIsStartedWithItsEnvironmentAndEndsWithTheModel() throws Exception {
    List<ProcessHandle> family;
    try (ExecModel model = new ExecModel(EchoServer.command(), Map.of("ECHO", "\"here\""), LONG)) {
      assertThat(model.executionParameters()).isEqualTo(ExecutionParameters.NONE);
      family = ProcessHandle.current().descendants().toList();

      assertThat(answer(model, "\"env\"")).isEqualTo("\"here\"");
      assertThat(answer(model, "1")).isEqualTo("1");
      assertThat(family).isNotEmpty();
    }
    await().atMost(LONG).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aServerThatDiesIsStartedAgainAndNoRecordIsLost() throws Exception {
    String file =
        IntStream.range(0, 60)
            .mapToObj(i -> (i == 30 ? "\"die once\"" : Integer.toString(i)) + "\n")
            .collect(Collectors.joining());
    Map<String, String> environment = Map.of("MARK", folder.resolve("mark").toString());
    try (ExecModel model = new ExecModel(EchoServer.command(), environment, LONG);
        TransformEngine engine =
            new TransformEngine(
                new PatientModel(model, 4, LONG), settings(), InvocationListener.NONE)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      engine.transform("file", new ByteArrayInputStream(file.getBytes(UTF_8)), out);

      assertThat(out.toString(UTF_8)).isEqualTo(file);
    }
    assertThat(folder.resolve("mark")).exists();
  }

  @Test
  void aRecordThatKillsTheServerEachTimeCostsNoOtherOne() throws Exception {
    String file = "1\n2\n\"die\"\n4\n5\n";
    try (ExecModel model = new ExecModel(EchoServer.command(), Map.of(), LONG);
        TransformEngine engine =
            new TransformEngine(
                new PatientModel(model, 1, LONG),
                settings().toBuilder().maxConcurrentTransforms(1).maxRetries(1).build(),
                InvocationListener.NONE)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      assertThatThrownBy(
              () -> engine.transform("file", new ByteArrayInputStream(file.getBytes(UTF_8)), out))
          .isInstanceOfSatisfying(
              InvocationException.class,
              failure -> {
                assertThat(failure.requests()).hasSize(1);
                assertThat(failure.requests().get(0).line()).isEqualTo(3);
              });
    }
  }

  @Test
  void aCommandThatEndsIsToldWithWhatItPrintedAndWithoutItself() throws Exception {
    try (ExecModel model =
        new ExecModel("echo no module named torch; exit 3; # secret", Map.of(), LONG)) {
      assertThatThrownBy(model::executionParameters)
          .isInstanceOf(ModelUnavailableException.class)
          .hasMessageContainingAll(
              "has ended with code 3", "no module named torch", "SAGEMAKER_BIND_TO_PORT")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void aServerThatDidNotStartIsNotWaitedForByEveryFileAgain() throws Exception {
    Path starts = folder.resolve("starts");
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plus(LONG));
    String command = "echo start >> '%s'; exit 3".formatted(starts);
    try (ExecModel model = new ExecModel(command, Map.of(), LONG, now::get)) {
      for (int file = 0; file < 5; file++) {
        assertThatThrownBy(model::executionParameters)
            .isInstanceOf(ModelUnavailableException.class);
      }
      assertThat(Files.readAllLines(starts)).hasSize(1);

      now.updateAndGet(then -> then.plusSeconds(11));
      assertThatThrownBy(model::executionParameters).isInstanceOf(ModelUnavailableException.class);
      assertThat(Files.readAllLines(starts)).hasSize(2);
    }
  }

  @Test
  void aServerThatNeverAnswersItsPingIsGivenUpAndLeavesNothing() throws Exception {
    try (ExecModel model = new ExecModel("sleep 1000", Map.of(), Duration.ofMillis(300))) {
      assertThatThrownBy(model::executionParameters)
          .isInstanceOf(ModelUnavailableException.class)
          .hasMessageContainingAll(
              "has not answered GET /ping with 200", "It has printed nothing.");
    }
    await()
        .atMost(LONG)
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .noneMatch(
                        each -> each.info().commandLine().orElse("").contains("sleep 1000")));
  }

  @Test
  void theServerDiesWithAProcessThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle server;
    try (BufferedReader lines = parent.inputReader(UTF_8)) {
      server = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      assertThat(server.isAlive()).isTrue();

      parent.destroyForcibly().onExit().join();
    }

    await().atMost(LONG).until(() -> !server.isAlive());
  }

  /** Starts a server, says which process it is, and waits to be killed. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws IOException {
      ServerProcess server =
          ServerProcess.start(EchoServer.command(), Map.of(), System.out::println);
      while (server.isAlive()) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private static String answer(ExecModel model, String record)
      throws IOException, InterruptedException {
    return new String(
        model.invoke(new ModelRequest(record.getBytes(UTF_8), null, null, LONG)).body(), UTF_8);
  }

  private static EngineSettings settings() {
    return EngineSettings.builder()
        .splitType(SplitType.LINE)
        .assembleWith(AssembleWith.LINE)
        .batchStrategy(BatchStrategy.SINGLE_RECORD)
        .maxConcurrentTransforms(4)
        .failedRequestsKept(10)
        .answers(AnswerTreatment.ONE_JSON_VALUE_PER_RECORD)
        .build();
  }
}
