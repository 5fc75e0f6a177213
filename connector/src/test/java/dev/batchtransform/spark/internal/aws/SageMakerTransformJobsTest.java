package dev.batchtransform.spark.internal.aws;

import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.error;
import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.lost;
import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.AwsCallException;
import dev.batchtransform.spark.exceptions.AwsCallException.Kind;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.TransformJobDescription.Status;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SageMakerTransformJobsTest {

  private static final String CREATE = "CreateTransformJob";
  private static final String DESCRIBE = "DescribeTransformJob";
  private static final String CREATED =
      "{\"TransformJobArn\":\"arn:aws:sagemaker:eu-west-1:111122223333:transform-job/nightly\"}";
  private static final RetryPace FAST = new RetryPace(Duration.ofMillis(1), Duration.ofMillis(5));

  private final ScriptedSageMaker sageMaker = new ScriptedSageMaker();
  private final AwsEnvironment environment = new AwsEnvironment();
  private TransformJobs jobs;

  @BeforeEach
  void connect() {
    environment.withCredentials();
    jobs = SageMakerConnector.connect(settings(sageMaker.url()), FAST);
  }

  @AfterEach
  void close() {
    jobs.close();
    sageMaker.close();
    environment.close();
  }

  private static AwsSettings settings(URI url) {
    return new AwsSettings(
        Optional.of("eu-west-1"), Optional.of(url), Optional.empty(), Optional.empty());
  }

  private static ObjectNode request() {
    ObjectNode request = new ObjectMapper().createObjectNode();
    request.put("TransformJobName", "nightly").put("MaxPayloadInMB", 6);
    request.putObject("Environment").put("LEVEL", "3");
    request.putArray("Tags").addObject().put("Key", "team").put("Value", "search");
    return request;
  }

  private static AwsCallException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(AwsCallException.class, call);
  }

  @Test
  void aRequestArrivesAsItWasWritten() {
    sageMaker.on(CREATE, ok(CREATED));

    jobs.create(request());

    assertThat(sageMaker.calls(CREATE))
        .singleElement()
        .extracting(ScriptedSageMaker.Call::body)
        .isEqualTo(request());
  }

  @Test
  void aCallSaysThatItComesFromTheConnector() {
    sageMaker.on(CREATE, ok(CREATED));

    jobs.create(request());

    assertThat(sageMaker.calls(CREATE).get(0).headers().getFirst("User-Agent"))
        .contains("spark-batch-transform/");
  }

  @Test
  void aFieldThatSageMakerDoesNotKnowIsNotSent() {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> jobs.create(request().put("MaxPayload", 6)))
        .withMessageContaining("MaxPayload");
    assertThat(sageMaker.calls(CREATE)).isEmpty();
  }

  @Test
  void aThrottledCreateIsRepeatedUntilItIsTaken() {
    sageMaker.on(
        CREATE,
        error(400, "ThrottlingException", "Rate exceeded"),
        error(400, "ThrottlingException", "Rate exceeded"),
        error(400, "ThrottlingException", "Rate exceeded"),
        error(400, "ThrottlingException", "Rate exceeded"),
        ok(CREATED));

    jobs.create(request());

    assertThat(sageMaker.calls(CREATE)).hasSize(5);
  }

  @Test
  void aCreateThatStaysThrottledHasDoneNothing() {
    for (int i = 0; i < 20; i++) {
      sageMaker.on(CREATE, error(400, "ThrottlingException", "Rate exceeded"));
    }

    AwsCallException failure = failureOf(() -> jobs.create(request()));

    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(sageMaker.calls(CREATE)).hasSize(8);
  }

  @Test
  void aCreateWhoseAnswerIsLostIsNotRepeated() {
    sageMaker.on(CREATE, lost(), ok(CREATED));

    AwsCallException failure = failureOf(() -> jobs.create(request()));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    assertThat(sageMaker.calls(CREATE)).hasSize(1);
  }

  @Test
  void aCreateThatEndsInAnInternalErrorIsNotRepeated() {
    sageMaker.on(CREATE, error(500, "InternalFailure", "try again"), ok(CREATED));

    AwsCallException failure = failureOf(() -> jobs.create(request()));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    assertThat(sageMaker.calls(CREATE)).hasSize(1);
  }

  @Test
  void aDescribeIsRepeatedWhateverHappenedToIt() {
    sageMaker.on(
        DESCRIBE,
        lost(),
        error(503, "ServiceUnavailable", "busy"),
        error(400, "ThrottlingException", "Rate exceeded"),
        ok("{\"TransformJobName\":\"nightly\",\"TransformJobStatus\":\"InProgress\"}"));

    assertThat(jobs.describe("nightly").orElseThrow().status()).isEqualTo(Status.IN_PROGRESS);
  }

  @Test
  void aDescriptionTellsWhatAnsweredAndWhen() {
    sageMaker.on(
        DESCRIBE,
        ok(
            """
            {"TransformJobName":"nightly","TransformJobStatus":"Failed",
             "FailureReason":"ClientError: See job logs for more information",
             "CreationTime":1732330000.5,"TransformStartTime":1732330200,
             "TransformEndTime":1732330260.25,
             "TransformResources":{"InstanceType":"ml.m5.xlarge","InstanceCount":3}}
            """));

    TransformJobDescription job = jobs.describe("nightly").orElseThrow();

    assertThat(job.status()).isEqualTo(Status.FAILED);
    assertThat(job.failureReason()).hasValue("ClientError: See job logs for more information");
    assertThat(job.created()).hasValue(Instant.ofEpochMilli(1732330000500L));
    assertThat(job.started()).hasValue(Instant.ofEpochSecond(1732330200));
    assertThat(job.ended()).hasValue(Instant.ofEpochMilli(1732330260250L));
    assertThat(job.instanceCount()).isEqualTo(3);
    assertThat(job.answer().at("/TransformResources/InstanceType").asText())
        .isEqualTo("ml.m5.xlarge");
  }

  @Test
  void aStatusOfTheFutureIsARunningJob() {
    sageMaker.on(
        DESCRIBE, ok("{\"TransformJobName\":\"nightly\",\"TransformJobStatus\":\"Pending\"}"));

    TransformJobDescription job = jobs.describe("nightly").orElseThrow();

    assertThat(job.status()).isEqualTo(Status.OTHER);
    assertThat(job.statusText()).isEqualTo("Pending");
    assertThat(job.status().isFinal()).isFalse();
  }

  @Test
  void aJobThatIsNotThereIsEmptyInBothOfSageMakersWords() {
    sageMaker.on(
        DESCRIBE,
        error(400, "ValidationException", "Could not find requested job with name: nightly"),
        error(400, "ResourceNotFound", "No such job"));

    assertThat(jobs.describe("nightly")).isEmpty();
    assertThat(jobs.describe("nightly")).isEmpty();
  }

  @Test
  void aNameThatIsUsedUpIsToldApartInBothOfSageMakersWords() {
    sageMaker.on(
        CREATE,
        error(400, "ResourceInUse", "The job is there"),
        error(400, "ValidationException", "Job name must be unique within an AWS account"));

    assertThat(failureOf(() -> jobs.create(request())).kind()).isEqualTo(Kind.NAME_TAKEN);
    assertThat(failureOf(() -> jobs.create(request())).kind()).isEqualTo(Kind.NAME_TAKEN);
  }

  @Test
  void aQuotaOfZeroNamesTheQuotaToRequest() {
    sageMaker.on(
        CREATE,
        error(
            400,
            "ResourceLimitExceeded",
            "The account-level service limit 'ml.m5.large for transform job usage' is 0 Instances,"
                + " with current utilization of 0 Instances and a request delta of 2 Instances."));

    AwsCallException failure = failureOf(() -> jobs.create(request()));

    assertThat(failure.kind()).isEqualTo(Kind.LIMIT_EXCEEDED);
    assertThat(failure)
        .hasMessageContaining(
            "Request more of the SageMaker quota 'ml.m5.large for transform job usage'")
        .hasMessageContaining("instanceType");
  }

  @Test
  void aMissingPermissionNamesTheActionToAllow() {
    sageMaker.on(CREATE, error(400, "AccessDeniedException", "User is not authorized"));

    AwsCallException failure = failureOf(() -> jobs.create(request()));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure)
        .hasMessageContaining("Allow the caller the action sagemaker:CreateTransformJob")
        .hasMessageContaining("eu-west-1");
  }

  @Test
  void aPermissionThatAwsNamesIsTheOneToAllow() {
    sageMaker.on(
        CREATE,
        error(
            400,
            "AccessDeniedException",
            "User: arn:aws:iam::111122223333:user/a is not authorized to perform:"
                + " sagemaker:AddTags on resource: arn:aws:sagemaker:x because it does not exist"));

    AwsCallException failure = failureOf(() -> jobs.create(request()));

    assertThat(failure.kind()).isEqualTo(Kind.ACCESS_DENIED);
    assertThat(failure).hasMessageContaining("Allow the caller the action sagemaker:AddTags");
  }

  @Test
  void anInterruptDuringACallIsLeftForWhoeverWaitsNext() {
    Thread.currentThread().interrupt();

    AwsCallException failure = failureOf(() -> jobs.describe("nightly"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
  }

  @Test
  void expiredCredentialsAreNotTakenForAMissingPermission() {
    sageMaker.on(DESCRIBE, error(400, "ExpiredTokenException", "The token has expired"));

    assertThat(failureOf(() -> jobs.describe("nightly")).kind()).isEqualTo(Kind.NO_CREDENTIALS);
  }

  @Test
  void aRequestThatSageMakerRefusesIsInvalid() {
    sageMaker.on(CREATE, error(400, "ValidationException", "1 validation error detected"));

    assertThat(failureOf(() -> jobs.create(request())).kind()).isEqualTo(Kind.INVALID);
  }

  @Test
  void aServerThatIsNotThereHasDoneNothing() {
    URI nobody = sageMaker.url();
    sageMaker.close();

    try (TransformJobs alone = SageMakerConnector.connect(settings(nobody), FAST)) {
      AwsCallException failure = failureOf(() -> alone.create(request()));

      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("endpointUrl").hasMessageContaining("" + nobody);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Completed", "Failed", "Stopped", "Stopping"})
  void stoppingAJobThatHasEndedOrIsStoppingIsHarmless(String status) {
    sageMaker
        .on("StopTransformJob", error(400, "ValidationException", "The job is " + status))
        .on(
            DESCRIBE,
            ok("{\"TransformJobName\":\"nightly\",\"TransformJobStatus\":\"" + status + "\"}"));

    jobs.stop("nightly");

    assertThat(sageMaker.calls("StopTransformJob").get(0).body().path("TransformJobName").asText())
        .isEqualTo("nightly");
  }

  @Test
  void stoppingARunningJobThatCannotBeStoppedFails() {
    sageMaker
        .on("StopTransformJob", error(400, "AccessDeniedException", "no"))
        .on(
            DESCRIBE,
            ok("{\"TransformJobName\":\"nightly\",\"TransformJobStatus\":\"InProgress\"}"));

    assertThat(failureOf(() -> jobs.stop("nightly")).kind()).isEqualTo(Kind.ACCESS_DENIED);
  }

  @Test
  void theRegionIsTheOneGiven() {
    assertThat(jobs.region()).isEqualTo("eu-west-1");
  }
}
