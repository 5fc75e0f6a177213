package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ResourceLimitExceededException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

class FaultsTest {

  @TempDir Path root;
  private Cloud cloud;
  private TestContainer container;

  @BeforeEach
  void start() throws IOException {
    cloud = new Cloud(root, settings -> settings.pingTimeout(Duration.ofMillis(200)));
    container = TestContainer.start(TestContainer::lengths);
    cloud.createModel("model", container.image());
    for (int i = 0; i < 4; i++) {
      cloud.put("in/" + i + ".jsonl", "1\n22\n333\n");
    }
  }

  @AfterEach
  void stop() {
    cloud.close();
    container.close();
  }

  private void script(String json) throws Exception {
    assertThat(cloud.call("POST", "/_emulator/faults", json).statusCode()).isEqualTo(204);
  }

  @Test
  void theNextCallsOfAnOperationAreThrottled() throws Exception {
    script("[{\"kind\":\"throttle\",\"operation\":\"ListModels\",\"count\":2}]");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> cloud.client.listModels())
          .isInstanceOfSatisfying(
              SageMakerException.class,
              e -> {
                assertThat(e.isThrottlingException()).isTrue();
                assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
              });
    }
    assertThat(cloud.client.listModels().models()).hasSize(1);
    assertThat(cloud.emulator.remainingFaults()).isEmpty();
  }

  @Test
  void aCallIsRefusedWithAnErrorOfOnesChoice() throws Exception {
    script(
        "[{\"kind\":\"refuse\",\"operation\":\"CreateTransformJob\",\"job\":\"big\","
            + "\"code\":\"ResourceLimitExceeded\",\"message\":\"The account-level limit is 0\"}]");

    cloud.run(Cloud.job("small", "model"));
    assertThatThrownBy(() -> cloud.run(Cloud.job("big-1", "model")))
        .isInstanceOf(ResourceLimitExceededException.class)
        .hasMessageContaining("limit is 0");
    assertThat(cloud.run(Cloud.job("big-1", "model")).transformJobStatus())
        .isEqualTo(TransformJobStatus.COMPLETED);
  }

  @Test
  void aCallWhoseAnswerIsLostWasExecutedAllTheSame() {
    cloud.emulator.fault(Fault.lostAnswer("CreateModel"), Fault.lostAnswer("CreateModel"));

    // The JDK's HTTP client sends a POST again when the connection breaks, hence two faults.
    assertThatThrownBy(() -> cloud.createModel("lost", container.image()))
        .isInstanceOfAny(SdkClientException.class, SageMakerException.class);

    assertThat(cloud.client.describeModel(request -> request.modelName("lost")).modelName())
        .isEqualTo("lost");
  }

  @Test
  void aJobMayGetNoInstances() {
    cloud.emulator.fault(Fault.capacityError());

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
    assertThat(job.failureReason()).startsWith("CapacityError: ");
    assertThat(job.transformStartTime()).isNull();
    assertThat(job.transformEndTime()).isNotNull();
  }

  @Test
  void anEndpointMayGetNoInstancesOrNeverBeHealthy() {
    Endpoints endpoints = new Endpoints(cloud);
    String config = endpoints.config(Endpoints.variant("a", "model").build());
    cloud.emulator.fault(Fault.capacityError());
    endpoints.begin("none", config);
    assertThat(endpoints.await("none").failureReason())
        .startsWith("Unable to provision requested ML compute capacity");

    cloud.emulator.fault(Fault.stuckPing());
    endpoints.begin("sick", config);
    assertThat(endpoints.await("sick").failureReason())
        .contains("production variant a did not pass the ping health check");
  }

  @Test
  void theServiceMayFailAJob() {
    cloud.emulator.fault(Fault.internalError());

    assertThat(cloud.run(Cloud.job("job", "model")).failureReason())
        .isEqualTo("InternalServerError: We encountered an internal error.  Please try again.");
    assertThat(cloud.run(Cloud.job("next", "model")).transformJobStatus())
        .isEqualTo(TransformJobStatus.COMPLETED);
  }

  @Test
  void aJobMayStartLate() throws IOException {
    try (Cloud virtual = new Cloud(root, settings -> settings.virtualTime(true))) {
      virtual.createModel("model", container.image());
      virtual.emulator.fault(Fault.slowStart(Duration.ofMinutes(23)));

      DescribeTransformJobResponse job = virtual.run(Cloud.job("job", "model"));

      assertThat(Duration.between(job.creationTime(), job.transformStartTime()))
          .isEqualTo(Duration.ofMinutes(23));
    }
  }

  @Test
  void aContainerThatIsNeverHealthyFailsTheJobAtTheStartUpTimeout() {
    cloud.emulator.fault(Fault.stuckPing());

    assertThat(cloud.run(Cloud.job("job", "model")).failureReason())
        .isEqualTo(
            "AlgorithmError: Model container failed to respond to ping. Please ensure /ping"
                + " endpoint is implemented and responds with an HTTP 200 status code");
  }

  @Test
  void aJobMayBeStoppedAfterSomeFiles() throws IOException {
    cloud.emulator.fault(Fault.stop(2));

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.STOPPED);
    assertThat(cloud.objects("out")).containsOnlyKeys("0.jsonl.out", "1.jsonl.out");
  }

  @Test
  void aJobMayFailForAnyReasonAfterSomeFiles() throws IOException {
    cloud.emulator.fault(Fault.failJob(1, "something nobody has seen before", 1));

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
    assertThat(job.failureReason()).isEqualTo("something nobody has seen before");
    assertThat(cloud.run(Cloud.job("next", "model")).transformJobStatus())
        .isEqualTo(TransformJobStatus.COMPLETED);
  }

  @Test
  void aRecordMayFailItsFile() throws Exception {
    script(
        "[{\"kind\":\"failInvocation\",\"key\":\"in/2\",\"record\":2,\"status\":422,"
            + "\"body\":\"no such word\"}]");

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.failureReason()).isEqualTo("ClientError: See job logs for more information");
    assertThat(cloud.objects("out")).containsOnlyKeys("0.jsonl.out", "1.jsonl.out", "3.jsonl.out");
    assertThat(cloud.call("GET", "/_emulator/jobs/job/data-log", "").body())
        .contains("bucket/in/2.jsonl: ClientError: 422", "bucket/in/2.jsonl: no such word");
    assertThat(cloud.emulator.remainingFaults()).isEmpty();
  }

  @Test
  void aFaultSmallerThanTheRetriesHeals() {
    cloud.emulator.fault(Fault.failInvocation("in/1", 503, 3));

    assertThat(cloud.run(Cloud.job("job", "model")).transformJobStatus())
        .isEqualTo(TransformJobStatus.COMPLETED);
    assertThat(cloud.emulator.remainingFaults()).isEmpty();
  }

  @Test
  void aFaultMayStrikeForEver() {
    cloud.emulator.fault(
        new Fault.FailInvocation(
            0,
            Optional.of("in/1"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("job"),
            Optional.of(0)));

    assertThat(cloud.run(Cloud.job("job", "model")).failureReason()).startsWith("AlgorithmError");
    assertThat(cloud.run(Cloud.job("other", "model")).failureReason()).isNull();
    assertThat(cloud.run(Cloud.job("job-2", "model")).failureReason()).isNotNull();
    assertThat(cloud.emulator.remainingFaults()).hasSize(1);
  }

  @Test
  void faultsAreListedAndCleared() throws Exception {
    script(
        "[{\"kind\":\"stop\",\"afterFiles\":3,\"job\":\"x\"},"
            + "{\"kind\":\"slowStart\",\"seconds\":1.5,\"count\":0}]");

    assertThat(cloud.call("GET", "/_emulator/faults", "").body())
        .contains("\"kind\":\"stop\"", "\"afterFiles\":3", "\"job\":\"x\"", "\"count\":1")
        .contains("\"kind\":\"slowStart\"", "\"seconds\":1.5", "\"count\":0");
    assertThat(cloud.call("DELETE", "/_emulator/faults", "").statusCode()).isEqualTo(204);
    assertThat(cloud.emulator.remainingFaults()).isEmpty();
  }

  @Test
  void aFaultThatCannotBeReadIsRefused() throws Exception {
    for (String json :
        new String[] {
          "[{\"kind\":\"earthquake\"}]", "[{\"kind\":\"throttle\",\"oops\":1}]", "nonsense"
        }) {
      var answer = cloud.call("POST", "/_emulator/faults", json);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("Cannot read the faults");
    }
    assertThat(cloud.emulator.remainingFaults()).isEmpty();
  }
}
