package dev.batchtransform.emulator;

import static dev.batchtransform.emulator.Endpoints.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.emulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.SageMakerRuntimeException;
import software.amazon.awssdk.services.sagemakerruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/** Real-time and serverless endpoints through AWS's Java client. */
class EndpointsTest {

  private static final int MOST_BYTES = 1000;

  @TempDir static Path root;
  private static Cloud cloud;
  private static Endpoints endpoints;
  private static TestContainer container;

  private static final GatedModel MODEL = new GatedModel(EndpointsTest::answer);

  @BeforeAll
  static void start() throws IOException {
    container = TestContainer.start(MODEL);
    cloud =
        new Cloud(
            root,
            settings ->
                settings
                    .conf("emulator.endpointMaxPayloadBytes", Integer.toString(MOST_BYTES))
                    .conf("emulator.endpointInvocationTimeout", "20s")
                    .pingTimeout(Duration.ofMillis(200)));
    endpoints = new Endpoints(cloud);
    cloud.createModel("model", container.image());
    cloud.createModel("absent", "http://127.0.0.1:1");
  }

  private static TestContainer.Answer answer(String body) {
    if (body.startsWith("status ")) {
      return new TestContainer.Answer(Integer.parseInt(body.substring(7)), "because I say so");
    }
    return new TestContainer.Answer(200, "<" + body + ">");
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

  private static InvokeEndpointResponse invoke(
      String endpoint, String body, Consumer<InvokeEndpointRequest.Builder> more) {
    InvokeEndpointRequest.Builder request =
        InvokeEndpointRequest.builder().endpointName(endpoint).body(SdkBytes.fromUtf8String(body));
    more.accept(request);
    return cloud.runtime.invokeEndpoint(request.build());
  }

  private static InvokeEndpointResponse invoke(String endpoint, String body) {
    return invoke(endpoint, body, request -> {});
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SageMakerException.class,
            failure -> {
              assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
              assertThat(failure.awsErrorDetails().errorMessage()).contains(message);
            });
  }

  private static void assertModelError(ThrowingCallable call, int status, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ModelErrorException.class,
            failure -> {
              assertThat(failure.statusCode()).isEqualTo(424);
              assertThat(failure.originalStatusCode()).isEqualTo(status);
              assertThat(failure.originalMessage()).contains(message);
              assertThat(failure.getMessage())
                  .contains("error (" + status + ") from primary with message \"")
                  .contains(message);
              assertThat(failure.logStreamArn())
                  .startsWith("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/sagemaker/");
            });
  }

  @Test
  void theContainerIsSentTheBytesAndItsAnswerComesBackAsItIs() {
    String endpoint = endpoints.create(variant("blue", "model").build());

    InvokeEndpointResponse answer =
        invoke(endpoint, "a\n\nü", r -> r.contentType("text/csv").accept("application/json"));

    assertThat(answer.body().asUtf8String()).isEqualTo("<a\n\nü>");
    assertThat(answer.invokedProductionVariant()).isEqualTo("blue");
    assertThat(answer.contentType()).isEqualTo("application/octet-stream");
    assertThat(container.requests())
        .contains(new TestContainer.Request("a\n\nü", "text/csv", "application/json"));
  }

  @Test
  void anEndpointIsDescribedListedAndTagged() {
    String endpoint = endpoints.create(variant("a", "model").initialInstanceCount(2).build());

    DescribeEndpointResponse described =
        cloud.client.describeEndpoint(r -> r.endpointName(endpoint));
    assertThat(described.productionVariants())
        .singleElement()
        .satisfies(
            variant -> {
              assertThat(variant.variantName()).isEqualTo("a");
              assertThat(variant.currentInstanceCount()).isEqualTo(2);
            });
    assertThat(
            cloud
                .client
                .describeEndpointConfig(r -> r.endpointConfigName(described.endpointConfigName()))
                .productionVariants())
        .singleElement()
        .satisfies(variant -> assertThat(variant.initialVariantWeight()).isEqualTo(1));
    assertThat(
            cloud
                .client
                .listEndpoints(r -> r.nameContains(endpoint).statusEquals("InService"))
                .endpoints())
        .extracting(EndpointSummary::endpointName)
        .contains(endpoint);
    var unused =
        cloud.client.addTags(
            r ->
                r.resourceArn(described.endpointArn())
                    .tags(List.of(Tag.builder().key("a").value("b").build())));
    assertThat(cloud.client.listTags(r -> r.resourceArn(described.endpointArn())).tags())
        .hasSize(1);
  }

  @Test
  void aRefusalOfTheContainerIsAModelError() {
    String endpoint = endpoints.create(variant("a", "model").build());

    assertModelError(() -> invoke(endpoint, "status 400"), 400, "because I say so");
    assertModelError(() -> invoke(endpoint, "status 500"), 500, "because I say so");
  }

  @Test
  void aScriptedFailureOfTheContainerIsAModelErrorToo() {
    String endpoint = endpoints.create(variant("a", "model").build());
    cloud.emulator.fault(
        Fault.failInvocation(endpoint, 503, 1), Fault.failInvocation("no", 500, 1));

    assertModelError(() -> invoke(endpoint, "x"), 503, "");
    assertThat(invoke(endpoint, "x").body().asUtf8String()).isEqualTo("<x>");
    assertThat(cloud.emulator.remainingFaults()).hasSize(1);
  }

  @Test
  void requestsGoToAllInstances() throws Exception {
    String endpoint = endpoints.create(variant("a", "model").initialInstanceCount(3).build());

    for (int i = 0; i < 6; i++) {
      var unused = invoke(endpoint, "x");
    }

    String inside = cloud.call("GET", "/_emulator/endpoints/" + endpoint, "").body();
    assertThat(inside).contains("\"served\":6", "\"inFlight\":0", "\"status\":\"InService\"");
    assertThat(inside.split("\"requests\":2", -1)).hasSize(4);
  }

  @Test
  void variantsShareRequestsByTheirWeight() {
    String endpoint =
        endpoints.create(
            variant("much", "model").initialVariantWeight(3f).build(),
            variant("little", "model").initialVariantWeight(1f).build(),
            variant("none", "model").initialVariantWeight(0f).build());

    List<String> variants =
        IntStream.range(0, 8)
            .mapToObj(i -> invoke(endpoint, "x").invokedProductionVariant())
            .toList();

    assertThat(variants).containsOnly("much", "little");
    assertThat(variants.stream().filter("much"::equals)).hasSize(6);
    assertThat(invoke(endpoint, "x", r -> r.targetVariant("none")).invokedProductionVariant())
        .isEqualTo("none");
    assertThatThrownBy(() -> invoke(endpoint, "x", r -> r.targetVariant("other")))
        .isInstanceOf(ValidationErrorException.class);
  }

  @Test
  void aBodyAboveTheLimitIsRefusedAndNotSent() {
    String endpoint = endpoints.create(variant("a", "model").build());
    String most = "x".repeat(MOST_BYTES);

    assertThat(invoke(endpoint, most).body().asUtf8String()).hasSize(MOST_BYTES + 2);
    assertThatThrownBy(() -> invoke(endpoint, most + "y"))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("has oversize body");
    assertThat(container.requests()).noneMatch(request -> request.body().endsWith("xy"));
  }

  @Test
  void anAnswerThatTakesTooLongIsAModelErrorWithoutAStatus() throws IOException {
    MODEL.closeGate();
    try (Cloud hasty =
        new Cloud(root, s -> s.conf("emulator.endpointInvocationTimeout", "100ms"))) {
      hasty.createModel("model", container.image());
      String endpoint = new Endpoints(hasty).create(variant("a", "model").build());

      assertModelError(
          () ->
              hasty.runtime.invokeEndpoint(
                  r -> r.endpointName(endpoint).body(SdkBytes.fromUtf8String("wait"))),
          0,
          "Your invocation timed out");
    }
  }

  @Test
  void aServerlessEndpointThrottlesWhatIsMoreThanItsConcurrency() throws Exception {
    MODEL.closeGate();
    String endpoint =
        endpoints.create(
            ProductionVariant.builder()
                .variantName("a")
                .modelName("model")
                .serverlessConfig(s -> s.memorySizeInMB(1024).maxConcurrency(1))
                .build());
    var variant = endpoints.await(endpoint).productionVariants().get(0);
    assertThat(variant.currentServerlessConfig().maxConcurrency()).isEqualTo(1);
    CompletableFuture<InvokeEndpointResponse> first =
        CompletableFuture.supplyAsync(() -> invoke(endpoint, "wait " + endpoint));
    MODEL.awaitArrivals(1);

    assertThatThrownBy(() -> invoke(endpoint, "x"))
        .isInstanceOfSatisfying(SageMakerRuntimeException.class, EndpointsTest::isThrottling);

    MODEL.openGate();
    assertThat(first.get().body().asUtf8String()).startsWith("<wait");
    assertThat(invoke(endpoint, "x").body().asUtf8String()).isEqualTo("<x>");
  }

  private static void isThrottling(SageMakerRuntimeException failure) {
    assertThat(failure.isThrottlingException()).isTrue();
    assertThat(failure.statusCode()).isEqualTo(400);
  }

  @Test
  void faultsStrikeTheRuntimeAsTheyDoTheRest() {
    String endpoint = endpoints.create(variant("a", "model").build());
    cloud.emulator.fault(
        Fault.throttle("InvokeEndpoint", 1),
        new Fault.Refuse(
            Optional.of("InvokeEndpoint"),
            "ServiceUnavailable",
            "The service is unavailable.",
            Optional.of(503),
            Optional.empty(),
            Optional.empty()));

    assertThatThrownBy(() -> invoke(endpoint, "x"))
        .isInstanceOfSatisfying(SageMakerRuntimeException.class, EndpointsTest::isThrottling);
    assertThatThrownBy(() -> invoke(endpoint, "x")).isInstanceOf(ServiceUnavailableException.class);
    assertThat(invoke(endpoint, "x").body().asUtf8String()).isEqualTo("<x>");
    assertThat(cloud.emulator.actions())
        .filteredOn(action -> action.resource().filter(endpoint::equals).isPresent())
        .filteredOn(action -> action.action().equals("sagemaker:InvokeEndpoint"))
        .extracting(action -> action.error().orElse("none"))
        .containsExactly("ThrottlingException", "ServiceUnavailable", "none");
  }

  @Test
  void anAnswerThatIsLostWasGivenAllTheSame() {
    String endpoint = endpoints.create(variant("a", "model").build());
    // The JDK's HTTP client sends a POST again when the connection breaks, hence two faults.
    cloud.emulator.fault(Fault.lostAnswer("InvokeEndpoint"), Fault.lostAnswer("InvokeEndpoint"));

    assertThatThrownBy(() -> invoke(endpoint, "lost")).isInstanceOf(SdkException.class);

    assertThat(container.requests()).anyMatch(request -> request.body().equals("lost"));
  }

  @Test
  void anEndpointWhoseContainerIsNeverHealthyFailsAndCanBeDeleted() {
    String config = endpoints.config(variant("a", "absent").build());
    var unused =
        cloud.client.createEndpoint(e -> e.endpointName("sick").endpointConfigName(config));

    DescribeEndpointResponse described = endpoints.await("sick");

    assertThat(described.endpointStatus()).isEqualTo(EndpointStatus.FAILED);
    assertThat(described.failureReason()).contains("did not pass the ping health check");
    assertThatThrownBy(() -> invoke("sick", "x"))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("Endpoint sick of account 123456789012 not found.");
    endpoints.delete("sick");
  }

  @Test
  void anEndpointThatIsDeletedAnswersNoMore() {
    String endpoint = endpoints.create(variant("a", "model").build());

    endpoints.delete(endpoint);

    assertThatThrownBy(() -> invoke(endpoint, "x"))
        .isInstanceOf(ValidationErrorException.class)
        .hasMessageContaining("Endpoint " + endpoint + " of account 123456789012 not found.");
    assertRefused(
        () -> cloud.client.describeEndpoint(r -> r.endpointName(endpoint)),
        "Could not find endpoint \"arn:aws:sagemaker:eu-west-1:123456789012:endpoint/" + endpoint);
  }

  @Test
  void anUpdateServesWithTheNewConfigurationAndAFailedOneWithTheOld() {
    String endpoint = endpoints.create(variant("old", "model").build());
    String next = endpoints.config(variant("new", "model").build());
    String sick = endpoints.config(variant("sick", "absent").build());

    endpoints.update(endpoint, next);
    assertThat(endpoints.await(endpoint).endpointConfigName()).isEqualTo(next);
    assertThat(invoke(endpoint, "x").invokedProductionVariant()).isEqualTo("new");

    endpoints.update(endpoint, sick);
    DescribeEndpointResponse described = endpoints.await(endpoint);
    assertThat(described.endpointConfigName()).isEqualTo(next);
    assertThat(described.failureReason()).contains("production variant sick");
    assertThat(invoke(endpoint, "x").invokedProductionVariant()).isEqualTo("new");
  }

  @Test
  void whatIsCreatingIsNotChanged() {
    String config = endpoints.config(variant("a", "model").build());
    cloud.emulator.fault(Fault.slowStart(Duration.ofHours(1)));
    var unused =
        cloud.client.createEndpoint(e -> e.endpointName("slow").endpointConfigName(config));

    assertRefused(
        () -> cloud.client.deleteEndpoint(r -> r.endpointName("slow")),
        "Cannot update in-progress endpoint");
    assertThatThrownBy(() -> invoke("slow", "x")).isInstanceOf(ValidationErrorException.class);
    assertThat(cloud.client.describeEndpoint(r -> r.endpointName("slow")).endpointStatus())
        .isEqualTo(EndpointStatus.CREATING);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertRefused(() -> endpoints.config(variant("a", "nobody").build()), "Could not find model");
    assertRefused(
        () ->
            endpoints.config(
                ProductionVariant.builder().variantName("a").modelName("model").build()),
        "either InstanceType or ServerlessConfig");
    assertRefused(
        () -> cloud.client.createEndpoint(r -> r.endpointName("e").endpointConfigName("none")),
        "Could not find endpoint configuration");
    String endpoint = endpoints.create(variant("a", "model").build());
    String config = endpoints.config(variant("a", "model").build());
    assertRefused(
        () -> cloud.client.createEndpoint(r -> r.endpointName(endpoint).endpointConfigName(config)),
        "Cannot create already existing endpoint");
    var unused = cloud.client.deleteEndpointConfig(r -> r.endpointConfigName(config));
    assertRefused(
        () -> cloud.client.describeEndpointConfig(r -> r.endpointConfigName(config)),
        "Could not find endpoint configuration");
  }
}
