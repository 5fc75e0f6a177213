package dev.batchtransform.emulator;

import static dev.batchtransform.emulator.Endpoints.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What settings make of asynchronous endpoints. */
class AsyncSettingsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir static Path root;
  private static TestContainer container;

  @BeforeAll
  static void start() throws IOException {
    container =
        TestContainer.start(
            body ->
                body.contains("bad")
                    ? new TestContainer.Answer(400, "cannot score this")
                    : new TestContainer.Answer(200, "<" + body + ">"));
  }

  @AfterAll
  static void stop() {
    container.close();
  }

  @Test
  void anEndpointWithoutInstancesGetsThemWhenRequestsWait() throws Exception {
    try (Cloud sleepy = new Cloud(root, s -> s.conf("emulator.asyncScaleToZero", "true"))) {
      sleepy.createModel("model", container.image());
      Endpoints on = new Endpoints(sleepy);
      String endpoint =
          on.create(on.config(AsyncCalls.config("sleepy", 1), variant("a", "model").build()));
      assertThat(instances(sleepy, endpoint)).isZero();

      sleepy.put("sleepy/in/a", "1");
      var unused = new AsyncCalls(sleepy).invoke(endpoint, "sleepy/in/a", request -> {});

      await().until(() -> new AsyncCalls(sleepy).inside(endpoint).path("answered").asInt() == 1);
      assertThat(instances(sleepy, endpoint)).isEqualTo(1);
      assertThat(sleepy.objects("sleepy/out")).containsEntry("a.out", "<1>");
    }
  }

  private static int instances(Cloud of, String endpoint) {
    return of.client
        .describeEndpoint(r -> r.endpointName(endpoint))
        .productionVariants()
        .get(0)
        .currentInstanceCount();
  }

  @Test
  void anExpiredRequestMayLeaveAFailureInAFormatOfOnesChoice() throws Exception {
    try (Cloud other =
        new Cloud(
            root,
            s ->
                s.conf("emulator.asyncScaleToZero", "true")
                    .conf("emulator.asyncWakeUpDelay", "1h")
                    .conf("emulator.asyncTtlSecond", "1ms")
                    .conf("emulator.asyncExpiredLeavesFailure", "true")
                    .conf("emulator.asyncFailureFormat", "JSON"))) {
      other.createModel("model", container.image());
      Endpoints on = new Endpoints(other);
      String endpoint =
          on.create(on.config(AsyncCalls.config("told", 1), variant("a", "model").build()));

      var unused =
          new AsyncCalls(other).invoke(endpoint, "told/in/a", r -> r.requestTTLSeconds(60));

      await().until(() -> new AsyncCalls(other).inside(endpoint).path("expired").asInt() == 1);
      assertThat(MAPPER.readTree(other.objects("told/bad").get("a-error.out")))
          .isEqualTo(
              MAPPER
                  .createObjectNode()
                  .put("inferenceId", "a")
                  .put("failureReason", "The request expired in the queue after 60 s"));
    }
  }

  @Test
  void aFailureMayBeTheContainersOwnAnswer() throws Exception {
    try (Cloud other = new Cloud(root, s -> s.conf("emulator.asyncFailureFormat", "BODY"))) {
      other.createModel("model", container.image());
      Endpoints on = new Endpoints(other);
      String endpoint =
          on.create(on.config(AsyncCalls.config("body", 1), variant("a", "model").build()));
      other.put("body/in/a", "bad");

      var unused = new AsyncCalls(other).invoke(endpoint, "body/in/a", request -> {});

      await().until(() -> new AsyncCalls(other).inside(endpoint).path("failed").asInt() == 1);
      assertThat(other.objects("body/bad")).containsEntry("a-error.out", "cannot score this");
    }
  }
}
