package dev.batchtransform.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.model.BatchStrategy;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.ModelRequest;
import dev.batchtransform.spark.model.ModelResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModelTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private HttpContainer container;

  @BeforeEach
  void start() throws IOException {
    container = new HttpContainer();
  }

  @AfterEach
  void stop() {
    container.close();
  }

  @Test
  void sendsTheBodyAndItsTypesToInvocations() throws Exception {
    container.onInvocations(
        exchange -> {
          String types =
              exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Accept");
          byte[] body = exchange.getRequestBody().readAllBytes();
          HttpContainer.answer(exchange, 200, types + " " + new String(body, UTF_8));
        });

    ModelResponse response = model("").invoke(request("[1]\n", LONG));

    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), UTF_8))
        .isEqualTo("application/jsonlines application/json [1]\n");
    assertThat(response).hasToString("ModelResponse[status=200, 43 bytes]");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 400, 413, 500, 503})
  void everyStatusIsAnAnswer(int status) throws Exception {
    container.onInvocations(exchange -> HttpContainer.answer(exchange, status, ""));

    assertThat(model("").invoke(request("x", LONG)).status()).isEqualTo(status);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsATimeout() {
    CountDownLatch never = new CountDownLatch(1);
    container.onInvocations(exchange -> await(never));

    assertThatThrownBy(() -> model("").invoke(request("x", Duration.ofMillis(200))))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessageContaining("200 ms");
    never.countDown();
  }

  @Test
  void aBodyThatStallsIsATimeoutToo() {
    CountDownLatch never = new CountDownLatch(1);
    container.onInvocations(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('[');
          exchange.getResponseBody().flush();
          await(never);
        });

    assertThatThrownBy(() -> model("").invoke(request("x", Duration.ofMillis(300))))
        .isInstanceOf(HttpTimeoutException.class);
    never.countDown();
  }

  @Test
  void aConnectionThatIsDroppedIsAnIOException() {
    container.onInvocations(HttpContainer::drop);

    assertThatThrownBy(() -> model("").invoke(request("x", LONG)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void aConnectionThatTheServerHasClosedMeanwhileIsNoFailure() throws Exception {
    try (OneAnswerServer server = new OneAnswerServer();
        HttpModel model = new HttpModel(server.uri())) {
      for (int request = 1; request <= 200; request++) {
        assertThat(model.invoke(request("x", LONG)).status()).isEqualTo(200);
      }
      assertThat(server.answered()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatGoesDownWithARequestHasTakenIt() throws Exception {
    try (OneAnswerServer server = OneAnswerServer.dyingWithTheSecondRequest();
        HttpModel model = new HttpModel(server.uri())) {
      assertThat(model.invoke(request("x", LONG)).status()).isEqualTo(200);

      assertThatThrownBy(() -> model.invoke(request("x", LONG)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> model.invoke(request("x", LONG)))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aRefusalThatComesBeforeTheBodyWasReadIsSeen() throws Exception {
    try (OneAnswerServer server = OneAnswerServer.refusingLargeBodies();
        HttpModel model = new HttpModel(server.uri())) {
      String large = "x".repeat(8 << 20);

      assertThat(model.invoke(request(large, LONG)).status()).isEqualTo(413);
    }
  }

  @Test
  void anInterruptEndsTheWaitForAnAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    container.onInvocations(
        exchange -> {
          asked.countDown();
          await(never);
        });
    FutureTask<ModelResponse> call = new FutureTask<>(() -> model("").invoke(request("x", LONG)));
    Thread thread = new Thread(call);
    thread.start();
    asked.await();

    thread.interrupt();

    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    never.countDown();
  }

  @Test
  void readsTheExecutionParametersOfTheContainer() throws Exception {
    container.executionParameters(
        200,
        "{\"MaxConcurrentTransforms\":4,\"BatchStrategy\":\"MULTI_RECORD\",\"MaxPayloadInMB\":0}");

    ExecutionParameters parameters = model("").executionParameters();

    assertThat(parameters.maxConcurrentTransforms()).hasValue(4);
    assertThat(parameters.batchStrategy()).contains(BatchStrategy.MULTI_RECORD);
    assertThat(parameters.maxPayloadInMB()).hasValue(0);
  }

  @Test
  void aContainerWithoutExecutionParametersSuggestsNothing() throws Exception {
    assertThat(model("").executionParameters()).isEqualTo(ExecutionParameters.NONE);

    container.executionParameters(200, "<html>");

    assertThat(model("").executionParameters()).isEqualTo(ExecutionParameters.NONE);
  }

  @Test
  void isReadyOnceThePingAnswers200() throws Exception {
    container.unhealthyPings(2);

    assertThat(model("").ping()).isFalse();
    model("").awaitReady(LONG);

    assertThat(container.pings()).isEqualTo(3);
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutPassword() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    HttpModel absent = new HttpModel(URI.create("http://ann:secret@localhost:" + port + "/m/"));

    assertThatThrownBy(() -> absent.awaitReady(Duration.ZERO))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessageContaining("http://localhost:" + port + "/m/ping")
        .hasMessageNotContaining("secret");
    assertThat(absent.toString()).doesNotContain("secret");
  }

  @Test
  void nameAndPasswordOfTheAddressAreSentAsBasicAuthentication() throws Exception {
    container.onInvocations(
        exchange ->
            HttpContainer.answer(
                exchange, 200, exchange.getRequestHeaders().getFirst("Authorization")));

    ModelResponse response = model("ann:s%2Fecret@").invoke(request("x", LONG));

    assertThat(new String(response.body(), UTF_8))
        .isEqualTo("Basic " + Base64.getEncoder().encodeToString("ann:s/ecret".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "ftp://host", "http:///x", "file:/x"})
  void anAddressThatIsNotHttpIsRefused(String address) {
    assertThatThrownBy(() -> new HttpModel(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://host:port");
  }

  private HttpModel model(String userInfo) {
    return new HttpModel(URI.create("http://" + userInfo + "localhost:" + container.port()));
  }

  private static ModelRequest request(String body, Duration timeout) {
    return new ModelRequest(
        body.getBytes(UTF_8), "application/jsonlines", "application/json", timeout);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
