package dev.batchtransform.spark.internal.executor.local;

import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.description;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.error;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.modelError;
import static dev.batchtransform.spark.internal.aws.ScriptedEndpoint.throttled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.batchtransform.engine.FailedRequest;
import dev.batchtransform.engine.InvocationException;
import dev.batchtransform.engine.ModelUnavailableException;
import dev.batchtransform.engine.TransformEngine;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.aws.AwsEnvironment;
import dev.batchtransform.spark.internal.aws.ScriptedEndpoint;
import dev.batchtransform.spark.internal.aws.ScriptedEndpoint.Reply;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.model.ExecutionParameters;
import dev.batchtransform.spark.model.LocalModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointModelTest {

  private final AwsEnvironment environment = new AwsEnvironment().withCredentials();
  private final ScriptedEndpoint service = new ScriptedEndpoint();

  @AfterEach
  void close() {
    service.close();
    environment.close();
  }

  @Test
  void aFileIsAnsweredInItsOrderAlthoughSomeRequestsAreThrottled() throws Exception {
    service.on(
        throttled(),
        error(429, "ModelNotReadyException", "loading"),
        error(503, "ServiceUnavailable", "The service is unavailable"));

    // With not one retry: a refusal for the rate is no attempt.
    assertThat(answers(Map.of("invocationsMaxRetries", "0"), "1\n2\n3\n")).isEqualTo("1\n2\n3\n");
    assertThat(service.invoked()).hasSize(6);
  }

  @Test
  void aRecordThatTheContainerRefusesIsNamedAndItsNeighboursAreAnswered() throws Exception {
    Map<String, Reply> refused = Map.of("2\n", modelError(400, "missing field 'title'"));
    service.always(
        (exchange, body) ->
            refused
                .getOrDefault(
                    new String(body, UTF_8),
                    (to, same) -> ScriptedEndpoint.send(to, 200, Map.of(), same))
                .to(exchange, body));

    InvocationException failure =
        catchThrowableOfType(InvocationException.class, () -> answers(Map.of(), "1\n2\n3\n"));

    assertThat(failure).hasMessageContaining("missing field 'title'");
    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.requests()).extracting(FailedRequest::line).containsExactly(2L);
    assertThat(failure.answered()).isEqualTo(3);
    assertThat(service.invoked()).as("a refusal is not sent again").hasSize(3);
  }

  @Test
  void whatTheContainerFailedIsSentAgain() throws Exception {
    service.on(modelError(500, "out of memory"));

    assertThat(answers(Map.of(), "1\n")).isEqualTo("1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ValidationError | Endpoint x of account 111122223333 not found.",
        "403 | AccessDeniedException | not authorized",
        "403 | ExpiredTokenException | expired"
      })
  void anEndpointThatAnswersNobodyCostsNoRow(int status, String type, String message) {
    service.always(error(status, type, message));

    assertThatThrownBy(() -> answers(Map.of(), "1\n2\n"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContaining("endpoint 'x'");
  }

  @Test
  void anEndpointThatIsDeletedWithARequestIsNotWaitedForAndCostsNoRow() {
    service.always(modelError(0, "The endpoint has no instance."));
    service.onDescribe(error(400, "ValidationException", "Could not find endpoint"));

    assertThatThrownBy(() -> answers(Map.of("invocationsMaxRetries", "0"), "1\n"))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll("endpoint 'x'", "is gone", "Create it again");
  }

  @Test
  void aProcessWithoutCredentialsCostsNoRow() {
    environment.close();
    AwsEnvironment nothing = new AwsEnvironment();
    try {
      assertThatThrownBy(() -> LocalModels.open(spec(Map.of())))
          .isInstanceOf(ModelUnavailableException.class)
          .hasMessageContaining("AWS_ACCESS_KEY_ID");
    } finally {
      nothing.close();
    }
  }

  @Test
  void theEndpointIsLookedUpWhenARequestHasNoAnswer() throws Exception {
    try (LocalModel model = LocalModels.open(spec(Map.of()))) {
      service.onDescribe(
          description("Updating", Map.of()),
          description("Creating", Map.of()),
          description("OutOfService", Map.of()),
          error(400, "ValidationException", "Could not find endpoint"),
          error(400, "AccessDeniedException", "not authorized"),
          error(400, "ThrottlingException", "Rate exceeded"));

      assertThat(model.ping()).as("an endpoint that is being changed").isTrue();
      assertThat(model.ping()).as("one that is being created").isFalse();
      assertThat(model.ping()).as("one that is down").isFalse();
      assertThat(model.ping()).as("one that is gone").isFalse();
      assertThat(model.ping()).as("one that may not be looked up").isTrue();
      assertThat(model.ping()).as("a look that is one too many").isTrue();
      assertThat(model.executionParameters()).isEqualTo(ExecutionParameters.NONE);
    }
  }

  @Test
  void whatTravelsToTasksIsEqualThereAndShowsNoSecret() throws Exception {
    Map<String, String> more =
        Map.of(
            "roleArn", "arn:aws:iam::111122223333:role/scoring", "externalId", "id-of-the-partner");
    LocalEngineSpec spec = spec(more);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(spec);
    }
    Object there =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(there).isEqualTo(spec).hasSameHashCodeAs(spec).isEqualTo(spec(more));
    assertThat(spec.toString() + spec.endpoint()).doesNotContain("id-of-the-partner");
    assertThat(spec.endpoint()).hasToString("endpoint 'x' in eu-west-1");
  }

  @Test
  void theRegionIsTheDriversWhateverTheExecutorsDefaultIs() {
    environment.withRegion("ap-southeast-2");
    Map<String, String> options = options(Map.of());
    options.remove("region");

    assertThat(LocalEngineSpec.of(TransformOptions.parse(options)).endpoint().region())
        .isEqualTo("ap-southeast-2");
  }

  @Test
  void anEndpointThatComesUpIsWaitedFor() throws Exception {
    service.onDescribe(
        description("Creating", Map.of()),
        error(400, "ThrottlingException", "Rate exceeded"),
        description("InService", Map.of()));

    check(Map.of("pollInterval", "1ms"));

    assertThat(service.described()).isEqualTo(3);
  }

  @Test
  void anEndpointThatDoesNotComeUpIsNotWaitedForLongerThanItsTime() {
    service.onDescribe(description("Creating", Map.of()), description("Creating", Map.of()));

    assertThatThrownBy(() -> check(Map.of("pollInterval", "1ms", "startTimeout", "1ms")))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("localModel")
        .hasMessageContaining("still being created");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed"})
  void anEndpointThatIsBeingChangedServes(String status) {
    service.onDescribe(description(status, Map.of()));

    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed", "OutOfService", "Deleting"})
  void anEndpointThatIsDownIsRefusedWithTheReason(String status) {
    service.onDescribe(description(status, Map.of("FailureReason", "the image is not there")));

    assertThatThrownBy(() -> check(Map.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("endpoint 'x' in eu-west-1")
        .hasMessageContaining(status + ": the image is not there");
  }

  @Test
  void anEndpointThatDoesNotExistIsRefused() {
    service.onDescribe(error(400, "ValidationException", "Could not find endpoint \"x\"."));

    assertThatThrownBy(() -> check(Map.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("Create it, or correct the name or the option 'region'");
  }

  @Test
  void anAsynchronousEndpointIsRefusedWithTheExecutorThatUsesIt() {
    service.onDescribe(
        description(
            "InService",
            Map.of(
                "AsyncInferenceConfig",
                Map.of("OutputConfig", Map.of("S3OutputPath", "s3://bucket/out")))));

    assertThatThrownBy(() -> check(Map.of()))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("executor=async")
        .hasMessageContaining("endpointName=x");
  }

  @Test
  void aCallerThatMayNotLookGoesOn() {
    service.onDescribe(error(400, "AccessDeniedException", "not authorized"));

    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"maxPayloadInMB, 26, at most 25 MB", "invocationsTimeoutSeconds, 61, within 60 s"})
  void whatNoEndpointTakesIsRefusedBeforeItIsLookedUp(String option, String value, String limit) {
    assertThatThrownBy(() -> check(Map.of(option, value)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'" + option + "'")
        .hasMessageContaining(limit);
    assertThat(service.described()).isZero();
  }

  @Test
  void besideAJobTheTimeOfARequestIsTheJobs() {
    assertThatCode(
            () ->
                check(
                    Map.of(
                        "executor", "batch-transform",
                        "model", "m",
                        "invocationsTimeoutSeconds", "900")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"maxPayloadInMB, 5", "batchStrategy, MultiRecord"})
  void aServerlessEndpointTakesLess(String option, String value) {
    Reply serverless =
        description(
            "InService",
            Map.of(
                "ProductionVariants",
                List.of(
                    Map.of(
                        "VariantName",
                        "a",
                        "CurrentServerlessConfig",
                        Map.of("MemorySizeInMB", 2048, "MaxConcurrency", 5)))));
    service.onDescribe(serverless, serverless);

    assertThatThrownBy(() -> check(Map.of(option, value)))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("'maxPayloadInMB'")
        .hasMessageContaining("serverless endpoint takes at most 4 MB");
    assertThatCode(() -> check(Map.of("batchStrategy", "MultiRecord", "maxPayloadInMB", "4")))
        .doesNotThrowAnyException();
  }

  private String answers(Map<String, String> more, String records) throws Exception {
    LocalEngineSpec spec = spec(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LocalModel model = LocalModels.open(spec);
        TransformEngine engine = spec.engine(model)) {
      engine.transform("f", new ByteArrayInputStream(records.getBytes(UTF_8)), out, () -> {});
    }
    return out.toString(UTF_8);
  }

  private void check(Map<String, String> more) throws InterruptedException {
    TransformOptions options = TransformOptions.parse(options(more));
    new EndpointCheck(options, EndpointSpec.of(options).orElseThrow()).check();
  }

  private LocalEngineSpec spec(Map<String, String> more) {
    return LocalEngineSpec.of(TransformOptions.parse(options(more)));
  }

  private Map<String, String> options(Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("executor", "local");
    all.put("localModel", "endpoint:x");
    all.put("stagingPath", "/tmp");
    all.put("region", "eu-west-1");
    all.put("endpointUrl", service.url().toString());
    all.putAll(more);
    return all;
  }
}
