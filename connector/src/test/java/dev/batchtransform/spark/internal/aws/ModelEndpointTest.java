package dev.batchtransform.spark.internal.aws;

import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.description;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.error;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.lost;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.modelError;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.throttled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.internal.aws.EndpointDescription.Answers;
import dev.batchtransform.spark.internal.aws.EndpointDescription.Standing;
import dev.batchtransform.spark.internal.aws.ModelEndpoint.Answer;
import dev.batchtransform.spark.internal.aws.ScriptedEndpoint.Invocation;
import dev.batchtransform.spark.internal.aws.ScriptedEndpoint.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelEndpointTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final AwsEnvironment environment = new AwsEnvironment().withCredentials();
  private final ScriptedEndpoint service = new ScriptedEndpoint();
  private final ModelEndpoint endpoint = connect(service.url());

  @AfterEach
  void close() {
    endpoint.close();
    service.close();
    environment.close();
  }

  @Test
  void aRequestIsSentAsItIsAndItsAnswerComesBackAsItIs() throws Exception {
    Answer answer = endpoint.invoke("{\"a\":1}\n".getBytes(UTF_8), "text/x", "text/y", LONG);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).asString(UTF_8).isEqualTo("{\"a\":1}\n");
    assertThat(answer.headers())
        .containsExactly(Map.entry("content-type", "application/jsonlines"));
    Invocation sent = service.invoked().get(0);
    assertThat(sent.path()).isEqualTo("/endpoints/x/invocations");
    assertThat(sent.body()).isEqualTo("{\"a\":1}\n");
    assertThat(sent.headers().getFirst("Content-Type")).isEqualTo("text/x");
    assertThat(sent.headers().getFirst("Accept")).isEqualTo("text/y");
    assertThat(sent.headers().getFirst("Authorization"))
        .contains("key-of-a-test", "/eu-west-1/sagemaker/");
    assertThat(sent.headers().getFirst("User-Agent")).contains("spark-batch-transform/");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 404, 413, 429, 500, 503})
  void whatTheContainerRefusedComesBackWithItsOwnStatusAndWords(int status) throws Exception {
    service.on(modelError(status, "missing field 'title'"));

    Answer answer = invoke();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).asString(UTF_8).isEqualTo("missing field 'title'");
    assertThat(service.invoked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | ThrottlingException | Rate exceeded | 429",
        "400 | ThrottlingException | Rate exceeded | 429",
        "429 | ModelNotReadyException | The model is loading | 429",
        "503 | ServiceUnavailable | The service is unavailable | 429",
        "500 | InternalFailure | An internal failure | 500",
        "530 | InternalDependencyException | An internal dependency | 503",
        "400 | ValidationError | Request 1-2-3 has oversize body. | 413",
        "400 | ValidationError | 1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to 6291456 | 413",
        "413 | RequestEntityTooLarge | too big | 413",
        "400 | ValidationError | Invalid Content-Type | 400"
      })
  void whatTheServiceRefusedIsAnAnswerToThatRequestAlone(
      int status, String type, String message, int seen) throws Exception {
    service.on(error(status, type, message));

    Answer answer = invoke();

    assertThat(answer.status()).isEqualTo(seen);
    assertThat(answer.body()).asString(UTF_8).contains(type);
    assertThat(service.invoked()).as("sent once").hasSize(1);
  }

  @Test
  void throttlingIsKnownByItsHeaderAlone() throws Exception {
    service.on(throttled());

    assertThat(invoke().status()).isEqualTo(429);
  }

  @Test
  void theServiceSaysHowLongToWait() throws Exception {
    service.on(
        (exchange, body) ->
            ScriptedEndpoint.send(exchange, 503, Map.of("Retry-After", "7"), "{}".getBytes(UTF_8)));

    assertThat(invoke().headers()).containsEntry("retry-after", "7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ValidationError | Endpoint x of account 111122223333 not found. | NOT_FOUND | Create it again",
        "403 | AccessDeniedException | User is not authorized to perform: sagemaker:InvokeEndpoint on resource arn:aws:sagemaker:eu-west-1:111122223333:endpoint/async-x | ACCESS_DENIED | Allow the caller the action sagemaker:InvokeEndpoint",
        "403 | ExpiredTokenException | The security token included in the request is expired | NO_CREDENTIALS | the executors too",
        "400 | ValidationError | Endpoint x is an async endpoint | INVALID | executor=async"
      })
  void whatNoRequestWouldPassIsNoAnswerAndNamesTheCure(
      int status, String type, String message, Kind kind, String cure) {
    service.on(error(status, type, message));

    AwsCallException failure = catchThrowableOfType(AwsCallException.class, this::invoke);

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageContaining("endpoint 'x'").hasMessageContaining(cure);
  }

  @Test
  void aContainerThatTookTooLongHasNotAnswered() {
    service.on(
        modelError(0, "Your invocation timed out while waiting for a response from container"));
    assertThatThrownBy(this::invoke)
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessageContaining("timed out while waiting");

    service.on(modelError(0, "The connection to the container was closed"));
    assertThatThrownBy(this::invoke)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUpInTimeAndTheNextOneIsRead() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Reply stalls = (exchange, body) -> awaitQuietly(end);
    Reply stallsInTheBody =
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          awaitQuietly(end);
        };
    service.on(stalls, stallsInTheBody);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> endpoint.invoke("r".getBytes(UTF_8), null, null, Duration.ofMillis(300)))
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessageContaining("300 ms");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    end.countDown();

    assertThat(invoke().status()).isEqualTo(200);
  }

  @Test
  void aCancelledRequestEndsAtOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    service.on((exchange, body) -> awaitQuietly(end));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Throwable> seen =
        thread.submit(() -> catchThrowableOfType(Throwable.class, this::invoke));
    Awaitility.await().until(() -> service.invoked().size() == 1);

    thread.shutdownNow();

    assertThat(seen.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    end.countDown();
  }

  @Test
  void aConnectionThatBreaksOffIsNotTakenForNobodyThere() {
    service.on(lost());
    assertThatThrownBy(this::invoke)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ConnectException.class);

    URI nobody = service.url();
    service.close();
    try (ModelEndpoint gone = connect(nobody)) {
      assertThatThrownBy(() -> gone.invoke(new byte[0], null, null, LONG))
          .isInstanceOf(ConnectException.class);
    }
  }

  /** HttpURLConnection would keep five of them. */
  @Test
  void eachRequestAtOnceHasAConnectionWhichIsKeptForTheNext() throws Exception {
    int most = 24;
    int rounds = 5;
    CyclicBarrier together = new CyclicBarrier(most);
    service.always(
        (exchange, body) -> {
          try {
            together.await(1, TimeUnit.MINUTES);
          } catch (Exception failure) {
            throw new IOException(failure);
          }
          ScriptedEndpoint.send(exchange, 200, Map.of(), body);
        });
    ExecutorService threads = Executors.newFixedThreadPool(most);
    for (int round = 0; round < rounds; round++) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < most; i++) {
        answers.add(threads.submit(this::invoke));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }
    threads.shutdown();

    assertThat(service.invoked()).hasSize(most * rounds);
    assertThat(service.connections()).isEqualTo(most);
  }

  @Test
  void whatSageMakerSaysOfAnEndpointIsRead() {
    service.onDescribe(
        description("Failed", Map.of("FailureReason", "no capacity")),
        description(
            "InService",
            Map.of(
                "AsyncInferenceConfig",
                Map.of("OutputConfig", Map.of("S3OutputPath", "s3://bucket/out")))),
        description(
            "InService",
            Map.of(
                "ProductionVariants",
                List.of(
                    Map.of(
                        "VariantName",
                        "a",
                        "CurrentServerlessConfig",
                        Map.of("MemorySizeInMB", 2048, "MaxConcurrency", 5))))));

    EndpointDescription failed = endpoint.describe();
    EndpointDescription asynchronous = endpoint.describe();
    EndpointDescription serverless = endpoint.describe();

    assertThat(failed.standing()).isEqualTo(Standing.DOWN);
    assertThat(failed.whyDown()).startsWith("its status is Failed: no capacity.");
    assertThat(asynchronous.standing()).isEqualTo(Standing.SERVES);
    assertThat(asynchronous.answers()).isNotEqualTo(Answers.AT_ONCE);
    assertThat(asynchronous.serverless()).isFalse();
    assertThat(serverless.answers()).isEqualTo(Answers.AT_ONCE);
    assertThat(serverless.serverless()).isTrue();
  }

  @Test
  void anEndpointThatIsNotThereIsToldFromOneThatMayNotBeLookedUp() {
    service.onDescribe(
        error(400, "ValidationException", "Could not find endpoint \"x\"."),
        error(400, "AccessDeniedException", "not authorized"));

    assertThat(catchThrowableOfType(AwsCallException.class, endpoint::describe).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(catchThrowableOfType(AwsCallException.class, endpoint::describe).kind())
        .isEqualTo(Kind.ACCESS_DENIED);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.sagemaker.eu-west-1.amazonaws.com, false",
    "https://vpce-1-2.api.sagemaker.eu-west-1.vpce.amazonaws.com, false",
    "https://sagemaker.eu-west-1.api.aws, false",
    "http://127.0.0.1:4577, true",
    "https://sagemaker.example.com, true"
  })
  void anAddressOfTheApiIsTheRuntimesOnlyWhereItIsNotAmazons(URI url, boolean standsIn) {
    assertThat(settings(url).standIn().isPresent()).isEqualTo(standsIn);
  }

  private Answer invoke() throws IOException, InterruptedException {
    return endpoint.invoke("record".getBytes(UTF_8), "application/json", null, LONG);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  private static ModelEndpoint connect(URI url) {
    return ModelEndpoint.connect(settings(url), "x");
  }

  private static AwsSettings settings(URI url) {
    return new AwsSettings(
        Optional.of("eu-west-1"), Optional.of(url), Optional.empty(), Optional.empty());
  }
}
