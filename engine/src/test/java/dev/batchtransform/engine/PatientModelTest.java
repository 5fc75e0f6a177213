package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.engine.time.Backoff;
import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PatientModelTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final ModelRequest REQUEST =
      new ModelRequest("{}".getBytes(UTF_8), null, null, Duration.ofSeconds(10));

  /** A clock that has moved on by so much whenever somebody looks. */
  private static final class Leaping implements InstantSource {
    private final AtomicLong looks = new AtomicLong();
    private final Duration leap;

    Leaping(Duration leap) {
      this.leap = leap;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plus(leap.multipliedBy(looks.incrementAndGet()));
    }
  }

  @Test
  void aServerThatLimitsItsRateIsScoredWhole() throws Exception {
    TokenBucket bucket = new TokenBucket(200, 20);
    AtomicInteger refused = new AtomicInteger();
    try (HttpContainer container = new HttpContainer()) {
      container.onInvocations(
          exchange -> {
            if (bucket.take()) {
              HttpContainer.echo(exchange);
            } else {
              refused.incrementAndGet();
              HttpContainer.answer(exchange, 429, "slow down");
            }
          });
      HttpModel server = new HttpModel(URI.create("http://localhost:" + container.port()));
      String file = numbers(400);
      EngineSettings settings =
          EngineSettings.builder()
              .splitType(SplitType.LINE)
              .assembleWith(AssembleWith.LINE)
              .batchStrategy(BatchStrategy.SINGLE_RECORD)
              .maxConcurrentTransforms(16)
              .failedRequestsKept(10)
              .answers(AnswerTreatment.ONE_JSON_VALUE_PER_RECORD)
              .build();
      try (TransformEngine engine =
          new TransformEngine(
              new PatientModel(server, 16, PATIENCE), settings, InvocationListener.NONE)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        engine.transform("file", new ByteArrayInputStream(file.getBytes(UTF_8)), out);

        assertThat(out.toString(UTF_8)).isEqualTo(file);
      }
    }
    assertThat(refused).as("it did limit them, and was not stormed").hasValueBetween(1, 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "Thu, 01 Jan 1970 00:00:01 GMT"})
  void aServerThatSaysWhenToComeBackIsAskedAgain(String retryAfter) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LocalModel model =
        request ->
            calls.incrementAndGet() < 3
                ? new ModelResponse(503, new byte[0], Map.of("Retry-After", retryAfter))
                : ModelResponse.ok(request.body());

    assertThat(patient(model, new Leaping(Duration.ofSeconds(20))).invoke(REQUEST).status())
        .isEqualTo(200);
    assertThat(calls).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 400, 302})
  void anyOtherAnswerPassesAtOnce(int status) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LocalModel model =
        request -> {
          calls.incrementAndGet();
          return new ModelResponse(status, new byte[0]);
        };

    assertThat(patient(model, InstantSource.system()).invoke(REQUEST).status()).isEqualTo(status);
    assertThat(calls).hasValue(1);
  }

  @Test
  void patienceEndsAndThenEveryRequestIsAskedOnceOnly() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    LocalModel model =
        request -> {
          calls.incrementAndGet();
          return new ModelResponse(429, new byte[0], Map.of("retry-after", "3600"));
        };
    PatientModel patient = patient(model, new Leaping(Duration.ofSeconds(61)));

    assertThatThrownBy(() -> patient.invoke(REQUEST))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll("limits its requests (status 429)", "600 s");
    assertThat(calls).hasValueBetween(2, 20);
    calls.set(0);

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> patient.invoke(REQUEST))
          .isInstanceOf(ModelUnavailableException.class);
    }
    assertThat(calls).hasValue(5);
  }

  @Test
  void aServerThatIsRestartedIsWaitedFor() throws Exception {
    Away server = new Away(5);
    server.onInvoke = () -> new ConnectException("Connection refused");
    PatientModel patient = patient(server, InstantSource.system());

    assertThat(patient.executionParameters()).isEqualTo(ExecutionParameters.NONE);
    server.looksLeft.set(5);
    assertThat(patient.invoke(REQUEST).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void whatAGatewaySaysOfAModelThatIsAwayIsPassedOnOnceTheModelIsBack(int status) throws Exception {
    Away server = new Away(5);
    server.status = status;

    assertThat(patient(server, InstantSource.system()).invoke(REQUEST).status()).isEqualTo(status);
    assertThat(server.ping()).isTrue();
  }

  @Test
  void aRequestThatBrokeOffIsItsCallersMatterOnceTheModelIsBack() throws Exception {
    Away server = new Away(5);
    server.onInvoke = () -> new IOException("Connection reset");

    assertThatThrownBy(() -> patient(server, InstantSource.system()).invoke(REQUEST))
        .hasMessage("Connection reset");
    assertThat(server.ping()).isTrue();
  }

  @Test
  void aServerThatNeverComesBackSaysNothingAboutTheRecord() {
    for (String how : List.of("refused", "reset", "502")) {
      Away server = new Away(Integer.MAX_VALUE);
      if (how.equals("refused")) {
        server.onInvoke = () -> new ConnectException(how);
      } else if (how.equals("reset")) {
        server.onInvoke = () -> new IOException(how);
      } else {
        server.status = 502;
      }

      assertThatThrownBy(() -> patient(server, new Leaping(Duration.ofSeconds(61))).invoke(REQUEST))
          .as(how)
          .isInstanceOf(ModelUnavailableException.class)
          .hasMessageContainingAll("The model at the server", "600 s", "restart it");
    }
  }

  /** Away until somebody has looked so often. */
  private static final class Away implements LocalModel {
    private final AtomicInteger looksLeft;
    private Supplier<IOException> onInvoke = () -> null;
    private int status = 200;

    Away(int looks) {
      looksLeft = new AtomicInteger(looks);
    }

    @Override
    public boolean ping() {
      return looksLeft.getAndDecrement() <= 0;
    }

    @Override
    public ExecutionParameters executionParameters() throws IOException {
      answer(ExecutionParameters.NONE);
      return ExecutionParameters.NONE;
    }

    @Override
    public ModelResponse invoke(ModelRequest request) throws IOException {
      return answer(new ModelResponse(status, request.body()));
    }

    private <T> T answer(T answer) throws IOException {
      IOException failure = ping() ? null : onInvoke.get();
      if (failure != null) {
        throw failure;
      }
      return answer;
    }

    @Override
    public String toString() {
      return "the server";
    }
  }

  private static PatientModel patient(LocalModel model, InstantSource clock) {
    Backoff pauses = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), 0);
    return new PatientModel(model, 4, PATIENCE, clock, pauses);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  /** So many requests per second, and so many at once. */
  private static final class TokenBucket {
    private final double perNano;
    private final int size;
    private double tokens;
    private long filled = System.nanoTime();

    TokenBucket(int perSecond, int size) {
      this.perNano = perSecond / 1e9;
      this.size = size;
      this.tokens = size;
    }

    synchronized boolean take() {
      long now = System.nanoTime();
      tokens = Math.min(size, tokens + (now - filled) * perNano);
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
