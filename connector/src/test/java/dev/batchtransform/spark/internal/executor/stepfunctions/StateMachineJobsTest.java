package dev.batchtransform.spark.internal.executor.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.AwsEnvironment;
import dev.batchtransform.spark.internal.aws.ScriptedSageMaker;
import dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer;
import dev.batchtransform.spark.internal.aws.TransformJobDescription;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import dev.batchtransform.spark.internal.aws.TransformJobs;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Step Functions and SageMaker answer over HTTP as they are told. */
class StateMachineJobsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:embedder";
  private static final String DESCRIBE_EXECUTION = "DescribeExecution";
  private static final String DESCRIBE_JOB = "DescribeTransformJob";
  private static final long STARTED = 1_790_000_000L;

  private final AwsEnvironment environment = new AwsEnvironment().withCredentials();
  private final ScriptedSageMaker aws = new ScriptedSageMaker();

  @AfterEach
  void close() {
    aws.close();
    environment.close();
  }

  @Test
  void anExecutionHasTheJobsNameAndGetsItsRequestAndPlace() throws Exception {
    aws.on(
        "StartExecution",
        Answer.ok("{\"executionArn\": \"arn:of:execution\", \"startDate\": " + STARTED + "}"));

    String arn = jobs(MACHINE).create(request());

    assertThat(arn).isEqualTo("arn:of:execution");
    ObjectNode sent = (ObjectNode) aws.calls("StartExecution").get(0).body();
    assertThat(sent.path("name").asText()).isEqualTo("nightly-w0");
    assertThat(sent.path("stateMachineArn").asText()).isEqualTo(MACHINE);
    ObjectNode input = (ObjectNode) JSON.readTree(sent.path("input").asText());
    assertThat(input.path("request")).isEqualTo(request());
    assertThat(input.path("manifest").asText()).isEqualTo("s3://bucket/manifest-0.json");
    assertThat(input.path("attempts").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    // The machine may start another job as long as its execution runs.
    "RUNNING,        InProgress, IN_PROGRESS",
    "RUNNING,        Stopping,   STOPPING",
    "RUNNING,        Failed,     IN_PROGRESS",
    "RUNNING,        Completed,  IN_PROGRESS",
    "PENDING_REDRIVE,Failed,     IN_PROGRESS",
    // It need not have waited for its job.
    "SUCCEEDED,      InProgress, IN_PROGRESS",
    "SUCCEEDED,      Completed,  COMPLETED",
    "SUCCEEDED,      Failed,     FAILED",
    // What is paid for counts, whatever has failed after it.
    "FAILED,         Completed,  COMPLETED",
    "FAILED,         Failed,     FAILED",
    "TIMED_OUT,      Failed,     FAILED",
    "ABORTED,        Stopped,    STOPPED",
    "ABORTED,        Completed,  COMPLETED",
  })
  void executionAndJobTogetherTellHowTheJobStands(String execution, String job, Status expected) {
    aws.on(DESCRIBE_EXECUTION, execution(execution)).on(DESCRIBE_JOB, job(job));

    assertThat(described().status()).isEqualTo(expected);
    assertThat(aws.calls("StopTransformJob")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "TIMED_OUT", "ABORTED"})
  void aJobThatItsExecutionLeftBehindIsStopped(String execution) {
    aws.on(DESCRIBE_EXECUTION, execution(execution))
        .on(DESCRIBE_JOB, job("InProgress"))
        .on("StopTransformJob", Answer.ok(""));

    assertThat(described().status()).isEqualTo(Status.STOPPING);
    assertThat(aws.calls("StopTransformJob")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"SUCCEEDED,COMPLETED", "FAILED,FAILED", "TIMED_OUT,FAILED", "ABORTED,STOPPED"})
  void whereTheJobMayNotBeSeenTheExecutionCounts(String execution, Status expected) {
    aws.on(DESCRIBE_EXECUTION, execution(execution)).on(DESCRIBE_JOB, denied());

    assertThat(described().status()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReasonThatTheMachinePassesOnIsTheJobs(boolean mayBeSeen) {
    ObjectNode answer = executionAnswer("FAILED");
    answer.put("error", "TransformJobFailed").put("cause", "ClientError: 400: no");
    aws.on(DESCRIBE_EXECUTION, Answer.ok(answer.toString()))
        .on(DESCRIBE_JOB, mayBeSeen ? noJob() : denied());

    assertThat(described().failureReason()).contains("ClientError: 400: no");
  }

  @Test
  void aJobThatMayNotBeSeenCountsForAsLongAsItsExecution() {
    ObjectNode answer = executionAnswer("SUCCEEDED").put("stopDate", STARTED + 90);
    aws.on(DESCRIBE_EXECUTION, Answer.ok(answer.toString())).on(DESCRIBE_JOB, denied());

    TransformJobDescription described = described();

    assertThat(described.started()).contains(Instant.ofEpochSecond(STARTED));
    assertThat(described.ended()).contains(Instant.ofEpochSecond(STARTED + 90));
  }

  @Test
  void anExecutionThatStartedNoJobCostsNothingAndIsNotTheRecordsFault() {
    ObjectNode answer = executionAnswer("FAILED").put("stopDate", STARTED + 90);
    answer.put("error", "NoRequest").put("cause", "There is none.");
    aws.on(DESCRIBE_EXECUTION, Answer.ok(answer.toString())).on(DESCRIBE_JOB, noJob());

    TransformJobDescription described = described();

    assertThat(described.started()).isEmpty();
    assertThat(described.failureReason().orElseThrow())
        .contains("without a transform job, with NoRequest: There is none.");
  }

  private static Answer noJob() {
    return Answer.error(400, "ValidationException", "Could not find requested job with name: x");
  }

  private static Answer denied() {
    return Answer.error(400, "AccessDeniedException", "not authorized");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1790000100", "1790000100000", "\"2026-09-21T14:15:00Z\""})
  void whatTheExecutionSaysOfItsJobIsTakenFromItsOutput(String time) {
    ObjectNode answer = executionAnswer("SUCCEEDED");
    answer.put(
        "output",
        """
        {"TransformJobName": "other", "TransformJobStatus": "Completed", "TransformStartTime": %s,
         "TransformResources": {"InstanceCount": 3}}
        """
            .formatted(time));
    aws.on(DESCRIBE_EXECUTION, Answer.ok(answer.toString()));

    TransformJobDescription described = described();

    assertThat(described.name()).isEqualTo("other");
    assertThat(described.instanceCount()).isEqualTo(3);
    assertThat(described.started()).contains(Instant.parse("2026-09-21T14:15:00Z"));
    assertThat(aws.calls(DESCRIBE_JOB)).isEmpty();
  }

  @Test
  void aJobsFailureIsTheCauseOfItsExecutions() {
    ObjectNode answer = executionAnswer("FAILED");
    answer.put("error", "States.TaskFailed");
    answer.put(
        "cause",
        "{\"TransformJobName\": \"nightly-w0\", \"TransformJobStatus\": \"Failed\", \"FailureReason\": \"ClientError: 400\"}");
    aws.on(DESCRIBE_EXECUTION, Answer.ok(answer.toString()));

    assertThat(described().failureReason()).contains("ClientError: 400");
  }

  @Test
  void aMachineThatNamesItsJobItselfMaySayHow() {
    ObjectNode answer = executionAnswer("SUCCEEDED");
    answer.put("output", "{\"job\": \"theirs\"}");
    aws.on(DESCRIBE_EXECUTION, Answer.ok(answer.toString())).on(DESCRIBE_JOB, job("Completed"));

    assertThat(described().status()).isEqualTo(Status.COMPLETED);
    assertThat(aws.calls(DESCRIBE_JOB).get(0).body().path("TransformJobName").asText())
        .isEqualTo("theirs");
  }

  @Test
  void anExecutionOfAnAliasMayBeCalledByIt() {
    aws.on(
        DESCRIBE_EXECUTION,
        Answer.error(400, "ExecutionDoesNotExist", "Execution Does Not Exist: 'x'"),
        execution("RUNNING"));
    aws.on(DESCRIBE_JOB, job("InProgress"));

    assertThat(jobs(MACHINE + ":live").describe("nightly-w0")).isPresent();
    assertThat(aws.calls(DESCRIBE_EXECUTION))
        .extracting(call -> call.body().path("executionArn").asText())
        .containsExactly(
            "arn:aws:states:eu-west-1:123456789012:execution:embedder:nightly-w0",
            "arn:aws:states:eu-west-1:123456789012:execution:embedder:live:nightly-w0");
  }

  @Test
  void anExecutionThatIsNotThereIsNoJob() {
    aws.on(
        DESCRIBE_EXECUTION,
        Answer.error(400, "ExecutionDoesNotExist", "Execution Does Not Exist: 'x'"));

    assertThat(jobs(MACHINE).describe("nightly-w0")).isEmpty();
  }

  @Test
  void aNameThatHasEndedIsTaken() {
    aws.on(
        "StartExecution",
        Answer.error(400, "ExecutionAlreadyExists", "Execution Already Exists: 'x'"));

    assertThatThrownBy(() -> jobs(MACHINE).create(request()))
        .isInstanceOfSatisfying(
            AwsCallException.class,
            failure -> assertThat(failure.kind()).isEqualTo(AwsCallException.Kind.NAME_TAKEN));
  }

  @Test
  void aPersonIsToldHowToStopTheExecution() {
    assertThat(jobs(MACHINE).stopCommand("nightly-w0"))
        .isEqualTo(
            "aws stepfunctions stop-execution --execution-arn arn:aws:states:eu-west-1:123456789012:execution:embedder:nightly-w0");
  }

  @Test
  void aMachineThatTheCallerMayNotLookAtIsNotRefused() {
    aws.on("DescribeStateMachine", Answer.error(400, "AccessDeniedException", "not authorized to"));

    jobs(MACHINE).requireUsable();

    assertThat(aws.calls("DescribeStateMachine")).hasSize(1);
  }

  @Test
  void anExpressMachineIsRefused() {
    aws.on(
        "DescribeStateMachine",
        Answer.ok("{\"stateMachineArn\": \"" + MACHINE + "\", \"type\": \"EXPRESS\"}"));

    assertThatThrownBy(jobs(MACHINE)::requireUsable)
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContainingAll("EXPRESS", "STANDARD");
  }

  private TransformJobs jobs(String machine) {
    return StateMachineJobs.connect(
        TransformOptions.parse(
            Map.of(
                "executor",
                "step-functions",
                "model",
                "embedder",
                "stateMachineArn",
                machine,
                "endpointUrl",
                aws.url().toString())));
  }

  private TransformJobDescription described() {
    Optional<TransformJobDescription> found = jobs(MACHINE).describe("nightly-w0");
    return found.orElseThrow();
  }

  private static ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    request.put("TransformJobName", "nightly-w0");
    request
        .putObject("TransformInput")
        .putObject("DataSource")
        .putObject("S3DataSource")
        .put("S3Uri", "s3://bucket/manifest-0.json");
    return request;
  }

  private static Answer execution(String status) {
    return Answer.ok(executionAnswer(status).toString());
  }

  private static ObjectNode executionAnswer(String status) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("executionArn", "arn:of:execution");
    answer.put("status", status);
    answer.put("startDate", STARTED);
    ObjectNode input = JSON.createObjectNode();
    input.set("request", request());
    answer.put("input", input.toString());
    return answer;
  }

  private static Answer job(String status) {
    return Answer.ok(
        request().put("TransformJobStatus", status).put("CreationTime", STARTED).toString());
  }
}
