package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchtransform.emulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** State machines and their executions through AWS's Java client. */
class ExecutionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path root;
  private static Cloud cloud;
  private static TestContainer container;
  private static String machine;

  @BeforeAll
  static void start() throws IOException {
    container =
        TestContainer.start(
            body ->
                body.contains("bad")
                    ? new TestContainer.Answer(400, "no")
                    : new TestContainer.Answer(200, body));
    cloud = new Cloud(root);
    cloud.put("in/a.jsonl", "{\"a\":1}\n");
    cloud.put("bad/a.jsonl", "\"bad\"\n");
    cloud.createModel("echo", container.image());
    machine =
        cloud
            .states
            .createStateMachine(
                r -> r.name("embedder").definition("{}").roleArn("arn:aws:iam::1:role/any"))
            .stateMachineArn();
  }

  @AfterEach
  void clearFaults() {
    cloud.emulator.clearFaults();
  }

  @AfterAll
  static void stop() {
    cloud.close();
    container.close();
  }

  @Test
  void anExecutionRunsTheJobOfItsInputAndGivesItsDescription() throws IOException {
    String execution = start("fine", input("fine", "in"));

    DescribeExecutionResponse ended = ended(execution);

    assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(JSON.readTree(ended.output()).path("TransformJobStatus").asText())
        .isEqualTo("Completed");
    assertThat(cloud.objects("out")).containsKey("a.jsonl.out");
    assertThat(execution)
        .isEqualTo("arn:aws:states:eu-west-1:123456789012:execution:embedder:fine");
  }

  @Test
  void aFailedJobsDescriptionIsTheCause() throws IOException {
    DescribeExecutionResponse ended = ended(start("bad", input("bad", "bad")));

    assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(ended.error()).isEqualTo("States.TaskFailed");
    JsonNode job = JSON.readTree(ended.cause());
    assertThat(job.path("FailureReason").asText()).startsWith("ClientError");
  }

  @Test
  void aRefusedJobFailsItsExecutionWithTheIntegrationsError() {
    String wrong = input("wrong", "in").replace("\"echo\"", "\"none\"");
    assertThat(ended(start("wrong", wrong)).error())
        .isEqualTo("SageMaker.AmazonSageMakerException");

    assertThat(ended(start("first", input("taken", "in"))).status())
        .isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(ended(start("second", input("taken", "in"))).error())
        .isEqualTo("SageMaker.ResourceInUseException");
    assertThat(ended(start("none", "{}")).error()).isEqualTo("States.Runtime");
  }

  @Test
  void aNameGivesTheSameExecutionWhileItRunsAndIsTakenFromThenOn() {
    cloud.emulator.fault(Fault.slowStart(Duration.ofMinutes(5)));
    String execution = start("once", input("once", "in"));

    assertThat(start("once", input("once", "in"))).isEqualTo(execution);
    assertThatThrownBy(() -> start("once", input("twice", "in")))
        .isInstanceOf(ExecutionAlreadyExistsException.class);

    stop(execution);
    assertThatThrownBy(() -> start("once", input("once", "in")))
        .isInstanceOf(ExecutionAlreadyExistsException.class);
  }

  @Test
  void stoppingAnExecutionStopsItsJobUnlessAFaultForbids() {
    cloud.emulator.fault(Fault.slowStart(Duration.ofMinutes(5)));
    String execution = start("stopped", input("stopped", "in"));
    awaitJob("stopped");
    stop(execution);

    assertThat(ended(execution).status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(ended(execution).cause()).isEqualTo("enough");
    await().until(() -> status("stopped") == TransformJobStatus.STOPPED);

    cloud.emulator.fault(Fault.slowStart(Duration.ofMinutes(5)), Fault.orphanJob());
    String left = start("left", input("left", "in"));
    awaitJob("left");
    stop(left);

    assertThat(status("left")).isEqualTo(TransformJobStatus.IN_PROGRESS);
    var unused = cloud.client.stopTransformJob(r -> r.transformJobName("left"));
  }

  @Test
  void aFaultFailsAnExecutionBeforeItsJob() {
    cloud.emulator.fault(Fault.failExecution("Mine", "for no reason"));

    DescribeExecutionResponse ended = ended(start("failed", input("failed", "in")));

    assertThat(ended.error()).isEqualTo("Mine");
    assertThat(ended.cause()).isEqualTo("for no reason");
    assertThat(jobExists("failed")).isFalse();
  }

  @Test
  void whatIsNotThereIsRefusedInAwssWords() {
    assertThatThrownBy(() -> cloud.states.describeStateMachine(r -> r.stateMachineArn("arn:none")))
        .isInstanceOf(StateMachineDoesNotExistException.class);
    assertThatThrownBy(() -> cloud.states.describeExecution(r -> r.executionArn("arn:none")))
        .isInstanceOf(ExecutionDoesNotExistException.class);
    assertThatThrownBy(() -> start("nothing", "{"))
        .isInstanceOf(InvalidExecutionInputException.class);
    assertThat(cloud.states.describeStateMachine(r -> r.stateMachineArn(machine)).type())
        .isEqualTo(StateMachineType.STANDARD);
  }

  private static String start(String name, String input) {
    return cloud
        .states
        .startExecution(r -> r.stateMachineArn(machine).name(name).input(input))
        .executionArn();
  }

  private static void stop(String execution) {
    var unused = cloud.states.stopExecution(r -> r.executionArn(execution).cause("enough"));
  }

  private static DescribeExecutionResponse ended(String execution) {
    return await()
        .until(
            () -> cloud.states.describeExecution(r -> r.executionArn(execution)),
            told -> told.status() != ExecutionStatus.RUNNING);
  }

  private static void awaitJob(String name) {
    await().until(() -> jobExists(name));
  }

  private static boolean jobExists(String name) {
    return cloud.client.listTransformJobs(r -> r.nameContains(name)).hasTransformJobSummaries()
        && !cloud
            .client
            .listTransformJobs(r -> r.nameContains(name))
            .transformJobSummaries()
            .isEmpty();
  }

  private static TransformJobStatus status(String job) {
    return cloud.client.describeTransformJob(r -> r.transformJobName(job)).transformJobStatus();
  }

  private static String input(String job, String folder) {
    return """
        {"request": {
          "TransformJobName": "%s",
          "ModelName": "echo",
          "BatchStrategy": "SingleRecord",
          "TransformInput": {
            "ContentType": "application/jsonlines",
            "SplitType": "Line",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/%s/"}}},
          "TransformOutput": {"S3OutputPath": "s3://bucket/out", "AssembleWith": "Line"},
          "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1}}}
        """
        .formatted(job, folder);
  }
}
