package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.batchtransform.engine.processing.JoinSource;
import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformEngineTest {

  private static final LocalModel ECHO = request -> ModelResponse.ok(request.body());

  private final Queue<Invocation> invocations = new ConcurrentLinkedQueue<>();

  @Test
  void aRequestWithoutAnswerOrWithA5xxIsSentAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LocalModel model =
        request ->
            switch (calls.incrementAndGet()) {
              case 1 -> throw new HttpTimeoutException("too late");
              case 2 -> throw new IOException("connection reset");
              case 3 -> refusal(503, "overloaded");
              default -> ModelResponse.ok(request.body());
            };

    assertThat(transform(model, lines().build(), "[1]\n")).isEqualTo("[1]\n");

    assertThat(invocations).hasSize(1);
    assertThat(invocations.element().attempts()).isEqualTo(4);
    assertThat(invocations.element().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 404, 413, 429})
  void anyOtherStatusFailsTheFileAtOnce(int status) {
    LocalModel model = request -> refusal(status, "missing field 'title'");

    InvocationException failure = failure(model, lines().build(), "[1]\n");

    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(failure.containerMessage()).contains("missing field 'title'");
    assertThat(failure).hasMessageEndingWith("Error: " + status + ": missing field 'title'");
    assertThat(invocations).extracting(Invocation::status).containsExactly(status);
  }

  @Test
  void aFailureNamesTheRequestItHappenedIn() {
    LocalModel model =
        request ->
            text(request).contains("bad")
                ? refusal(400, "")
                : ModelResponse.ok("ok".getBytes(UTF_8));
    EngineSettings pairs =
        lines().batchStrategy(BatchStrategy.MULTI_RECORD).maxPayloadBytes(8).build();

    InvocationException failure = failure(model, pairs, "aaa\nbbb\nccc\nbad\n");

    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.records()).isEqualTo(2);
    assertThat(failure).hasMessage("ClientError: 400");
  }

  @Test
  void retriesEnd() {
    LocalModel broken = request -> refusal(500, "boom");

    InvocationException failure = failure(broken, lines().maxRetries(2).build(), "[1]\n");

    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure).hasMessage("AlgorithmError: 500: boom");

    LocalModel absent =
        request -> {
          throw new IOException("connection reset");
        };

    failure = failure(absent, lines().maxRetries(0).build(), "[1]\n");

    assertThat(failure.attempts()).isEqualTo(1);
    assertThat(failure.status()).isZero();
    assertThat(failure).hasMessage("Unable to get response from algorithm: connection reset");
  }

  @Test
  void aModelThatThrowsCountsAsStatus500() {
    LocalModel model =
        request -> {
          throw new IllegalStateException("no weights");
        };

    InvocationException failure = failure(model, lines().maxRetries(1).build(), "[1]\n");

    assertThat(failure.status()).isEqualTo(500);
    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure).hasMessageContaining("no weights");
  }

  @Test
  void theContainersMessageIsCutAfterOneKiB() {
    LocalModel model = request -> refusal(400, "x".repeat(5000));

    assertThat(failure(model, lines().build(), "[1]\n").containerMessage())
        .contains("x".repeat(1024));
  }

  @Test
  void oneFileThatFailsLeavesTheOthersAlone() throws Exception {
    LocalModel model =
        request ->
            text(request).startsWith("bad") ? refusal(400, "no") : ModelResponse.ok(request.body());
    try (TransformEngine engine = engine(model, lines().build())) {
      assertThatThrownBy(() -> transform(engine, "1\nbad\n3\n"))
          .isInstanceOf(InvocationException.class);

      assertThat(transform(engine, "1\n2\n")).isEqualTo("1\n2\n");
    }
  }

  @Test
  void aNewlineFollowsEachAnswerThatHasNone() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LocalModel model =
        request ->
            ModelResponse.ok((calls.getAndIncrement() % 2 == 0 ? "a" : "b\n").getBytes(UTF_8));

    assertThat(transform(model, lines().build(), "1\n2\n3\n")).isEqualTo("a\nb\na\n");
  }

  @Test
  void withoutAssemblingAnswersAreGluedTogether() throws Exception {
    LocalModel model = request -> ModelResponse.ok("[{}]".getBytes(UTF_8));

    assertThat(transform(model, lines().assembleWith(AssembleWith.NONE).build(), "1\n2\n3\n"))
        .isEqualTo("[{}][{}][{}]");
  }

  @Test
  void withoutSplittingTheFileIsOneRequest() throws Exception {
    String file = "{\n \"a\": 1\n}\n\n";

    assertThat(transform(ECHO, EngineSettings.builder().build(), file)).isEqualTo(file);
    assertThat(invocations).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n \n\n"})
  void aFileWithoutRecordsIsNotSentAndHasAnEmptyOutput(String file) throws Exception {
    assertThat(transform(ECHO, lines().build(), file)).isEmpty();
    assertThat(transform(ECHO, lines().splitType(SplitType.NONE).build(), "")).isEmpty();
    assertThat(invocations).isEmpty();
  }

  @Test
  void aBlankFileThatIsNotSplitIsOneRecordAllTheSame() throws Exception {
    assertThat(transform(ECHO, lines().splitType(SplitType.NONE).build(), "\n \n"))
        .isEqualTo("\n \n");
    assertThat(invocations).hasSize(1);
  }

  @Test
  void aGzippedFileIsInflatedBeforeItIsSplit() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write("1\n2\n".getBytes(UTF_8));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    try (TransformEngine engine = engine(ECHO, lines().gzip(true).build())) {
      TransformedFile file =
          engine.transform("f.gz", new ByteArrayInputStream(zipped.toByteArray()), out);
      assertThat(file).isEqualTo(new TransformedFile(2, 2));
    }
    assertThat(out.toString(UTF_8)).isEqualTo("1\n2\n");
  }

  @Test
  void theLimitIsOnWhatTheInputFilterLeaves() throws Exception {
    EngineSettings filtered = lines().inputFilter("$.x").maxPayloadBytes(4).build();

    assertThat(transform(ECHO, filtered, "{\"x\":\"a\",\"more\":\"aaaaaaaaaaaa\"}\n"))
        .isEqualTo("\"a\"\n");
    assertThat(failure(ECHO, filtered, "{\"x\":\"a\"}\n{\"x\":\"bb\"}\n").line()).isEqualTo(2);
  }

  @Test
  void recordsAndAnswersAreJoinedOneLineEach() throws Exception {
    LocalModel model = request -> ModelResponse.ok("{\"p\":1}\n{\"p\":2}".getBytes(UTF_8));
    EngineSettings join =
        lines()
            .batchStrategy(BatchStrategy.MULTI_RECORD)
            .inputFilter("$.record")
            .joinSource(JoinSource.INPUT)
            .outputFilter("$['row','SageMakerOutput']")
            .build();

    assertThat(transform(model, join, "{\"row\":7,\"record\":[]}\n{\"row\":8,\"record\":[]}"))
        .isEqualTo(
            "{\"SageMakerOutput\":{\"p\":1},\"row\":7}\n{\"SageMakerOutput\":{\"p\":2},\"row\":8}\n");
  }

  @Test
  void anAnswerThatCannotBeJoinedFailsTheFile() {
    LocalModel model = request -> ModelResponse.ok("{\"p\":1}".getBytes(UTF_8));
    EngineSettings join =
        lines().batchStrategy(BatchStrategy.MULTI_RECORD).joinSource(JoinSource.INPUT).build();

    InvocationException failure = failure(model, join, "{}\n{}\n{}\n");

    assertThat(failure.status()).isEqualTo(200);
    assertThat(failure.records()).isEqualTo(3);
    assertThat(failure).hasMessageContaining("1 for 3");
  }

  @Test
  void aRecordThatCannotBeFilteredFailsTheFileBeforeItIsSent() {
    EngineSettings filter = lines().inputFilter("$.x").build();

    InvocationException failure = failure(ECHO, filter, "{\"x\":1}\n{\"y\":\"secret\"}\n");

    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.attempts()).isZero();
    assertThat(failure).hasMessageContaining("$.x").hasMessageNotContaining("secret");
  }

  @Test
  void theListenerLearnsWhereEachRequestBeginsAndHowLargeItIs() throws Exception {
    EngineSettings pairs =
        lines().batchStrategy(BatchStrategy.MULTI_RECORD).maxPayloadBytes(4).build();

    transform(ECHO, pairs, "1\n2\n3\n");

    assertThat(invocations)
        .extracting(Invocation::name, Invocation::line, Invocation::records)
        .containsExactly(tuple("file", 1L, 2), tuple("file", 3L, 1));
    assertThat(invocations).extracting(Invocation::requestBytes).containsExactly(4, 2);
  }

  @Test
  void aRealContainerIsAskedAgainUntilItAnswers() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (HttpContainer container = new HttpContainer()) {
      container.onInvocations(
          exchange -> {
            switch (calls.incrementAndGet()) {
              case 1 -> HttpContainer.drop(exchange);
              case 2 -> HttpContainer.answer(exchange, 503, "warming up");
              default -> HttpContainer.answer(exchange, 200, "{\"p\":1}");
            }
          });
      HttpModel model = new HttpModel(URI.create("http://localhost:" + container.port()));

      assertThat(transform(model, lines().build(), "{}\n")).isEqualTo("{\"p\":1}\n");
    }
    assertThat(calls).hasValue(3);
  }

  private static EngineSettingsBuilder lines() {
    return EngineSettings.builder()
        .splitType(SplitType.LINE)
        .assembleWith(AssembleWith.LINE)
        .batchStrategy(BatchStrategy.SINGLE_RECORD)
        .retryBackoff(Duration.ofMillis(1));
  }

  private TransformEngine engine(LocalModel model, EngineSettings settings) {
    return new TransformEngine(model, settings, invocations::add);
  }

  private String transform(LocalModel model, EngineSettings settings, String file)
      throws Exception {
    try (TransformEngine engine = engine(model, settings)) {
      return transform(engine, file);
    }
  }

  private static String transform(TransformEngine engine, String file) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    engine.transform("file", new ByteArrayInputStream(file.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  private InvocationException failure(LocalModel model, EngineSettings settings, String file) {
    return catchThrowableOfType(InvocationException.class, () -> transform(model, settings, file));
  }

  private static ModelResponse refusal(int status, String message) {
    return new ModelResponse(status, message.getBytes(UTF_8));
  }

  private static String text(ModelRequest request) {
    return new String(request.body(), UTF_8);
  }
}
