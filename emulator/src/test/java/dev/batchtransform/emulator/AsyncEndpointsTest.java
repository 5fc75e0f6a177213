package dev.batchtransform.emulator;

import static dev.batchtransform.emulator.Endpoints.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/** Asynchronous endpoints through AWS's Java client. */
class AsyncEndpointsTest {

  private static final int MOST_BYTES = 1000;

  @TempDir static Path root;
  private static Cloud cloud;
  private static Endpoints endpoints;
  private static AsyncCalls calls;
  private static TestContainer container;

  private static final GatedModel MODEL = new GatedModel(AsyncEndpointsTest::answer);

  @BeforeAll
  static void start() throws IOException {
    container = TestContainer.start(MODEL);
    cloud =
        new Cloud(
            root,
            settings ->
                settings
                    .conf("emulator.asyncMaxInputBytes", Integer.toString(MOST_BYTES))
                    .conf("emulator.asyncTtlSecond", "5ms"));
    endpoints = new Endpoints(cloud);
    calls = new AsyncCalls(cloud);
    cloud.createModel("model", container.image());
  }

  private static TestContainer.Answer answer(String body) {
    return body.contains("bad")
        ? new TestContainer.Answer(400, "cannot score this")
        : new TestContainer.Answer(200, "<" + body + ">");
  }

  @AfterAll
  static void stop() {
    cloud.close();
    container.close();
  }

  @AfterEach
  void reset() {
    MODEL.openGate();
    cloud.emulator.clearFaults();
  }

  private static String endpoint(String folder, int concurrency) {
    return endpoints.create(
        endpoints.config(AsyncCalls.config(folder, concurrency), variant("all", "model").build()));
  }

  /** Puts an object and sends it. */
  private static InvokeEndpointAsyncResponse send(String endpoint, String key, String body)
      throws IOException {
    cloud.put(key, body);
    return calls.invoke(endpoint, key, request -> {});
  }

  private static void awaitCount(String endpoint, String what, int count) {
    await().until(() -> calls.inside(endpoint).path(what).asInt() == count);
  }

  @Test
  void theAnswerIsStoredAsItIsWhereTheCallSaid() throws Exception {
    String endpoint = endpoint("plain", 1);
    cloud.put("plain/in/a", "1\n\nü");

    InvokeEndpointAsyncResponse accepted =
        calls.invoke(endpoint, "plain/in/a", r -> r.contentType("text/csv").accept("text/plain"));

    var config =
        cloud.client.describeEndpoint(r -> r.endpointName(endpoint)).asyncInferenceConfig();
    assertThat(config).isEqualTo(AsyncCalls.config("plain", 1));
    assertThat(accepted.sdkHttpResponse().statusCode()).isEqualTo(202);
    assertThat(accepted.inferenceId()).isEqualTo("a");
    assertThat(accepted.outputLocation()).isEqualTo("s3://bucket/plain/out/a.out");
    assertThat(accepted.failureLocation()).isEqualTo("s3://bucket/plain/bad/a-error.out");
    awaitCount(endpoint, "answered", 1);
    assertThat(cloud.objects("plain/out")).containsOnly(Map.entry("a.out", "<1\n\nü>"));
    assertThat(cloud.objects("plain/bad")).isEmpty();
    assertThat(container.requests())
        .contains(new TestContainer.Request("1\n\nü", "text/csv", "text/plain"));
    assertThat(cloud.emulator.actions())
        .anySatisfy(
            action -> assertThat(action.action()).isEqualTo("sagemaker:InvokeEndpointAsync"));
  }

  @Test
  void aFailureLeavesAnObjectAndALineInTheLog() throws Exception {
    String endpoint = endpoint("failing", 1);

    var unused = send(endpoint, "failing/in/a", "bad");

    awaitCount(endpoint, "failed", 1);
    String sentence = "Received client error (400) from primary with message \"cannot score this\"";
    assertThat(cloud.objects("failing/bad")).containsEntry("a-error.out", sentence);
    assertThat(cloud.objects("failing/out")).isEmpty();
    assertThat(
            cloud
                .logs
                .filterLogEvents(r -> r.logGroupName("/aws/sagemaker/Endpoints/" + endpoint))
                .events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.message()).endsWith(":[sagemaker logs] [a] " + sentence);
              assertThat(event.logStreamName()).startsWith("all/").endsWith("/data-log");
            });
  }

  @Test
  void withoutAFailurePathAFailureLeavesNothing() throws Exception {
    AsyncInferenceConfig config =
        AsyncInferenceConfig.builder()
            .outputConfig(o -> o.s3OutputPath("s3://bucket/silent/out"))
            .build();
    String endpoint = endpoints.create(endpoints.config(config, variant("a", "model").build()));

    InvokeEndpointAsyncResponse accepted = send(endpoint, "silent/in/a", "bad");

    assertThat(accepted.failureLocation()).isNull();
    awaitCount(endpoint, "failed", 1);
    assertThat(cloud.objects("silent")).containsOnlyKeys("in/a");
  }

  @Test
  void anInputThatIsAbsentOrTooLargeFailsAndIsNotSent() throws Exception {
    String endpoint = endpoint("inputs", 1);

    var absent = calls.invoke(endpoint, "inputs/in/absent", request -> {});
    var large = send(endpoint, "inputs/in/large", "l".repeat(MOST_BYTES + 1));

    assertThat(List.of(absent.failureLocation(), large.failureLocation())).doesNotContainNull();
    awaitCount(endpoint, "failed", 2);
    assertThat(cloud.objects("inputs/bad").get("absent-error.out")).contains("does not exist");
    assertThat(cloud.objects("inputs/bad").get("large-error.out")).contains("more than 1000");
    assertThat(container.requests()).noneMatch(request -> request.body().startsWith("lll"));
  }

  @Test
  void eachInstanceWorksOnAsManyRequestsAsItIsConfiguredFor() throws Exception {
    MODEL.closeGate();
    String endpoint =
        endpoints.create(
            endpoints.config(
                AsyncCalls.config("busy", 2),
                variant("a", "model").initialInstanceCount(2).build()));
    for (int i = 0; i < 6; i++) {
      var unused = send(endpoint, "busy/in/" + i, "wait " + i);
    }

    MODEL.awaitArrivals(4);
    assertThat(calls.inside(endpoint).path("inFlight").asInt()).isEqualTo(4);
    assertThat(calls.inside(endpoint).path("queue").asInt()).isEqualTo(2);
    assertThat(MODEL.nothingElseArrived()).isTrue();

    MODEL.openGate();
    awaitCount(endpoint, "answered", 6);
    assertThat(cloud.objects("busy/out")).hasSize(6);
  }

  @Test
  void aRequestThatWaitsForTooLongExpiresWithoutATrace() throws Exception {
    MODEL.closeGate();
    String endpoint = endpoint("expiring", 1);
    var first = send(endpoint, "expiring/in/first", "wait");
    MODEL.awaitArrivals(1);
    cloud.put("expiring/in/late", "late");
    var late = calls.invoke(endpoint, "expiring/in/late", r -> r.requestTTLSeconds(60));
    assertThat(List.of(first.inferenceId(), late.inferenceId())).containsExactly("first", "late");

    awaitCount(endpoint, "expired", 1);
    MODEL.openGate();

    awaitCount(endpoint, "answered", 1);
    assertThat(cloud.objects("expiring")).containsOnlyKeys("in/first", "in/late", "out/first.out");
  }

  @Test
  void aRequestMayVanish() throws Exception {
    String endpoint = endpoint("vanishing", 1);
    var scripted =
        cloud.call("POST", "/_emulator/faults", "[{\"kind\":\"vanish\",\"key\":\"in/gone\"}]");
    assertThat(scripted.statusCode()).isEqualTo(204);

    InvokeEndpointAsyncResponse gone = send(endpoint, "vanishing/in/gone", "gone");
    var other = send(endpoint, "vanishing/in/other", "other");

    assertThat(List.of(gone.outputLocation(), other.outputLocation())).doesNotContainNull();
    awaitCount(endpoint, "answered", 1);
    assertThat(cloud.objects("vanishing/out")).containsOnlyKeys("other.out");
    assertThat(calls.inside(endpoint).path("queue").asInt()).isZero();
    assertThat(container.requests()).noneMatch(request -> request.body().equals("gone"));
  }

  @Test
  void aRequestMayBeStuckInTheQueueWhileOthersPassIt() throws Exception {
    String endpoint = endpoint("slow", 1);
    cloud.emulator.fault(Fault.slowQueue(Duration.ofHours(1), 1));

    var stuck = send(endpoint, "slow/in/stuck", "stuck");
    var other = send(endpoint, "slow/in/other", "other");

    assertThat(List.of(stuck.inferenceId(), other.inferenceId())).hasSize(2);
    awaitCount(endpoint, "answered", 1);
    assertThat(cloud.objects("slow/out")).containsOnlyKeys("other.out");
    assertThat(calls.inside(endpoint).path("queue").asInt()).isEqualTo(1);
  }

  @Test
  void anAnswerMayComeLate() throws Exception {
    String endpoint = endpoint("late", 1);
    var scripted =
        cloud.call(
            "POST",
            "/_emulator/faults",
            "[{\"kind\":\"lateAnswer\",\"key\":\"in/hours\",\"seconds\":3600}]");
    assertThat(scripted.statusCode()).isEqualTo(204);
    cloud.emulator.fault(Fault.lateAnswer("in/moment", Duration.ofMillis(20), 1));

    var hours = send(endpoint, "late/in/hours", "hours");
    var moment = send(endpoint, "late/in/moment", "moment");

    assertThat(List.of(hours.inferenceId(), moment.inferenceId())).hasSize(2);
    awaitCount(endpoint, "answered", 1);
    assertThat(container.requests()).anyMatch(request -> request.body().equals("hours"));
    assertThat(cloud.objects("late/out")).containsOnlyKeys("moment.out");
    assertThat(cloud.emulator.remainingFaults()).isEmpty();
  }

  @Test
  void aScriptedFailureStrikesTheRequestWhoseInputItNames() throws Exception {
    String endpoint = endpoint("struck", 1);
    cloud.emulator.fault(Fault.failInvocation("in/b", 503, 1));

    var a = send(endpoint, "struck/in/a", "a");
    var b = send(endpoint, "struck/in/b", "b");

    assertThat(List.of(a.inferenceId(), b.inferenceId())).hasSize(2);
    awaitCount(endpoint, "answered", 1);
    awaitCount(endpoint, "failed", 1);
    assertThat(cloud.objects("struck/bad").get("b-error.out")).contains("server error (503)");
  }

  @Test
  void anUpdateKeepsTheQueue() throws Exception {
    MODEL.closeGate();
    String endpoint = endpoint("updated", 1);
    for (int i = 0; i < 3; i++) {
      var unused = send(endpoint, "updated/in/" + i, "wait " + i);
    }
    MODEL.awaitArrivals(1);

    endpoints.update(
        endpoint,
        endpoints.config(AsyncCalls.config("elsewhere", 1), variant("new", "model").build()));

    // The new instance takes the second request while the old one still has the first.
    MODEL.awaitArrivals(1);
    assertThat(endpoints.await(endpoint).productionVariants())
        .extracting(variant -> variant.variantName())
        .containsExactly("new");
    MODEL.openGate();
    awaitCount(endpoint, "answered", 3);
    assertThat(cloud.objects("updated/out")).containsOnlyKeys("0.out", "1.out", "2.out");
    assertThat(send(endpoint, "updated/in/3", "3").outputLocation()).contains("elsewhere/out");
  }

  @Test
  void aDeletedEndpointForgetsItsQueue() throws Exception {
    MODEL.closeGate();
    String endpoint = endpoint("deleted", 1);
    var first = send(endpoint, "deleted/in/first", "wait");
    var second = send(endpoint, "deleted/in/second", "second of the deleted");
    assertThat(List.of(first.inferenceId(), second.inferenceId())).hasSize(2);
    MODEL.awaitArrivals(1);

    endpoints.delete(endpoint);
    MODEL.openGate();

    assertThat(cloud.objects("deleted")).containsOnlyKeys("in/first", "in/second");
    assertThat(container.requests())
        .noneMatch(request -> request.body().equals("second of the deleted"));
    assertThatThrownBy(() -> send(endpoint, "deleted/in/third", "third"))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("Endpoint " + endpoint + " of account 123456789012 not found.");
  }

  @Test
  void anEndpointTakesOnlyTheCallsOfItsKind() {
    String later = endpoint("kinds", 1);
    String atOnce = endpoints.create(variant("a", "model").build());

    assertThatThrownBy(
            () ->
                cloud.runtime.invokeEndpoint(
                    r -> r.endpointName(later).body(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("Use InvokeEndpointAsync");
    assertThatThrownBy(() -> send(atOnce, "kinds/in/a", "a"))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("Use InvokeEndpoint.");
  }

  @Test
  void whatTheApiModelForbidsIsRefused() {
    String endpoint = endpoint("forbidden", 1);

    assertThatThrownBy(() -> calls.invoke(endpoint, "in/a", r -> r.requestTTLSeconds(59)))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("'requestTTLSeconds'")
        .hasMessageContaining("greater than or equal to 60");
    assertThatThrownBy(() -> calls.invoke(endpoint, "in/a", r -> r.inputLocation("ftp://a/b")))
        .isInstanceOf(ValidationErrorException.class);
    cloud.emulator.fault(
        new Fault.Throttle(
            Optional.of("InvokeEndpointAsync"), Optional.of(endpoint), Optional.empty()));
    assertThatThrownBy(() -> calls.invoke(endpoint, "in/a", request -> {}))
        .isInstanceOfSatisfying(
            SageMakerRuntimeException.class,
            failure -> assertThat(failure.isThrottlingException()).isTrue());
  }
}
