package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTransformJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TransformJobSummary;

class ApiTest {

  @TempDir Path root;
  private Cloud cloud;
  private TestContainer container;

  @BeforeEach
  void start() throws IOException {
    cloud = new Cloud(root);
    container = TestContainer.start(TestContainer::lengths);
    cloud.createModel("model", container.image());
    cloud.put("in/a.jsonl", "1\n");
  }

  @AfterEach
  void stop() {
    cloud.close();
    container.close();
  }

  private static void assertRefused(Runnable call, String code, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SageMakerException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(message);
              assertThat(e.requestId()).isNotBlank();
            });
  }

  @Test
  void aModelIsReturnedAsItWasCreated() {
    var model = cloud.client.describeModel(request -> request.modelName("model"));

    assertThat(model.modelArn()).isEqualTo("arn:aws:sagemaker:eu-west-1:123456789012:model/model");
    assertThat(model.primaryContainer().image()).isEqualTo(container.image());
    assertThat(model.primaryContainer().modelDataUrl()).isEqualTo("s3://bucket/model.tgz");
    assertThat(model.executionRoleArn()).isEqualTo("arn:aws:iam::123456789012:role/anyone");
    assertThat(model.creationTime()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void aModelsNameIsFreeAgainOnceItIsDeletedAndNoSooner() {
    assertRefused(
        () -> cloud.createModel("model", "http://localhost:1"),
        "ValidationException",
        "Cannot create already existing model \"arn:aws:sagemaker:");

    cloud.client.deleteModel(request -> request.modelName("model"));
    assertRefused(
        () -> cloud.client.describeModel(request -> request.modelName("model")),
        "ValidationException",
        "Could not find model");
    assertRefused(
        () -> cloud.client.deleteModel(request -> request.modelName("model")),
        "ValidationException",
        "Could not find model");

    cloud.createModel("model", container.image());
  }

  @Test
  void aModelNeedsExactlyOneContainer() {
    assertRefused(
        () -> cloud.client.createModel(request -> request.modelName("m")),
        "ValidationException",
        "PrimaryContainer");
    assertRefused(
        () ->
            cloud.client.createModel(
                request -> request.modelName("m").containers(image("a"), image("b"))),
        "ValidationException",
        "several containers");
    assertRefused(
        () ->
            cloud.client.createModel(
                request ->
                    request.modelName("m").primaryContainer(image("a")).containers(image("b"))),
        "ValidationException",
        "Both");
  }

  private static ContainerDefinition image(String image) {
    return ContainerDefinition.builder().image(image).build();
  }

  @Test
  void modelsAreListedPageByPage() {
    IntStream.range(0, 25).forEach(i -> cloud.createModel("listed-" + i, container.image()));

    List<String> names =
        cloud
            .client
            .listModelsPaginator(
                request ->
                    request
                        .nameContains("listed")
                        .sortBy("Name")
                        .sortOrder("Ascending")
                        .maxResults(7))
            .models()
            .stream()
            .map(ModelSummary::modelName)
            .toList();

    assertThat(names).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(cloud.client.listModels().models()).hasSize(10);
  }

  @Test
  void aJobsNameIsTakenForEver() {
    cloud.run(Cloud.job("job", "model"));
    cloud.client.deleteModel(request -> request.modelName("model"));
    cloud.createModel("model", container.image());

    assertThatThrownBy(() -> cloud.client.createTransformJob(Cloud.job("job", "model").build()))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void aJobNeedsAModelThatExists() {
    assertRefused(
        () -> cloud.client.createTransformJob(Cloud.job("job", "absent").build()),
        "ValidationException",
        "Could not find model \"arn:aws:sagemaker:eu-west-1:123456789012:model/absent\"");
  }

  @Test
  void anUnknownJobIsAValidationErrorAsTheSdksWaiterExpects() {
    for (Runnable call :
        List.<Runnable>of(
            () -> cloud.client.describeTransformJob(r -> r.transformJobName("absent")),
            () -> cloud.client.stopTransformJob(r -> r.transformJobName("absent")))) {
      assertRefused(call, "ValidationException", "Could not find requested job with name: absent");
    }
  }

  @Test
  void theErrorsThatAreUnknownOnAwsAreSettings() throws IOException {
    try (Cloud other =
        new Cloud(
            root,
            settings ->
                settings
                    .conf("emulator.unknownJobError", "ResourceNotFound")
                    .conf("emulator.duplicateJobError", "ValidationException"))) {
      other.createModel("model", container.image());
      other.run(Cloud.job("job", "model"));

      assertThatThrownBy(() -> other.client.describeTransformJob(r -> r.transformJobName("absent")))
          .isInstanceOf(ResourceNotFoundException.class);
      assertRefused(
          () -> other.client.createTransformJob(Cloud.job("job", "model").build()),
          "ValidationException",
          "already exists");
    }
  }

  @Test
  void describeEchoesTheRequestAndTheDefaultsThatAwsEchoes() {
    DescribeTransformJobResponse job =
        cloud.run(
            Cloud.job("job", "model")
                .batchStrategy((String) null)
                .transformInput(
                    input ->
                        input.dataSource(
                            source ->
                                source.s3DataSource(
                                    s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://bucket/in/"))))
                .transformOutput(output -> output.s3OutputPath("s3://bucket/out"))
                .tags(Tag.builder().key("k").value("v").build()));

    assertThat(job.transformJobArn())
        .isEqualTo("arn:aws:sagemaker:eu-west-1:123456789012:transform-job/job");
    assertThat(job.modelName()).isEqualTo("model");
    assertThat(job.batchStrategy()).isNull();
    assertThat(job.maxPayloadInMB()).isNull();
    assertThat(job.transformInput().splitTypeAsString()).isEqualTo("None");
    assertThat(job.transformInput().compressionTypeAsString()).isEqualTo("None");
    assertThat(job.transformOutput().assembleWithAsString()).isEqualTo("None");
    assertThat(job.transformOutput().kmsKeyId()).isEmpty();
    assertThat(job.dataProcessing().inputFilter()).isEqualTo("$");
    assertThat(job.dataProcessing().outputFilter()).isEqualTo("$");
    assertThat(job.dataProcessing().joinSourceAsString()).isEqualTo("None");
    assertThat(job.transformResources().instanceCount()).isEqualTo(1);
  }

  @Test
  void anEarlyDescribeHasNoStartTime() throws IOException {
    try (Cloud slow = new Cloud(root, settings -> settings.startupDelay(Duration.ofMinutes(5)))) {
      slow.createModel("model", container.image());
      slow.client.createTransformJob(Cloud.job("job", "model").build());

      DescribeTransformJobResponse job =
          slow.client.describeTransformJob(request -> request.transformJobName("job"));

      assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.IN_PROGRESS);
      assertThat(job.creationTime()).isNotNull();
      assertThat(job.transformStartTime()).isNull();
      assertThat(job.transformEndTime()).isNull();
    }
  }

  @Test
  void jobsAreListedFilteredSortedAndPaged() {
    for (int i = 0; i < 5; i++) {
      cloud.run(Cloud.job("good-" + i, "model"));
    }
    cloud.createModel("broken", "no-such-container");
    cloud.run(Cloud.job("bad", "broken"));

    assertThat(names(cloud.client.listTransformJobs(r -> r.sortBy("Name").sortOrder("Ascending"))))
        .containsExactly("bad", "good-0", "good-1", "good-2", "good-3", "good-4");
    assertThat(names(cloud.client.listTransformJobs(r -> r.maxResults(2))))
        .as("newest first")
        .containsExactly("bad", "good-4");
    ListTransformJobsResponse failed =
        cloud.client.listTransformJobs(r -> r.statusEquals("Failed"));
    assertThat(names(failed)).containsExactly("bad");
    assertThat(failed.transformJobSummaries().get(0).failureReason()).startsWith("ClientError");
    assertThat(names(cloud.client.listTransformJobs(r -> r.nameContains("good-3"))))
        .containsExactly("good-3");
    assertThat(
            names(
                cloud.client.listTransformJobs(
                    r -> r.creationTimeAfter(Instant.now().plusSeconds(9)))))
        .isEmpty();
    assertThat(
            cloud
                .client
                .listTransformJobsPaginator(r -> r.maxResults(1).sortBy("Status"))
                .transformJobSummaries())
        .extracting(TransformJobSummary::transformJobName)
        .hasSize(6)
        .doesNotHaveDuplicates();
    assertRefused(
        () -> cloud.client.listTransformJobs(r -> r.nextToken("nonsense")),
        "ValidationException",
        "NextToken");
  }

  private static List<String> names(ListTransformJobsResponse response) {
    return response.transformJobSummaries().stream()
        .map(TransformJobSummary::transformJobName)
        .toList();
  }

  @Test
  void aJobThatHasEndedCannotBeStopped() {
    cloud.run(Cloud.job("job", "model"));

    assertRefused(
        () -> cloud.client.stopTransformJob(request -> request.transformJobName("job")),
        "ValidationException",
        "in status Completed");
  }

  @Test
  void tagsAreKeptWithJobsAndModels() {
    String arn =
        cloud
            .run(Cloud.job("job", "model").tags(Tag.builder().key("team").value("search").build()))
            .transformJobArn();
    cloud.client.addTags(
        request ->
            request
                .resourceArn(arn)
                .tags(
                    Tag.builder().key("team").value("ads").build(),
                    Tag.builder().key("run").value("r-1").build()));

    assertThat(cloud.client.listTags(request -> request.resourceArn(arn)).tags())
        .containsExactly(
            Tag.builder().key("team").value("ads").build(),
            Tag.builder().key("run").value("r-1").build());
    assertRefused(
        () -> cloud.client.listTags(request -> request.resourceArn(arn + "x")),
        "ValidationException",
        "Could not find resource");
    assertRefused(
        () ->
            cloud.client.addTags(
                request ->
                    request
                        .resourceArn(arn)
                        .tags(
                            IntStream.range(0, 49)
                                .mapToObj(i -> Tag.builder().key("k" + i).value("").build())
                                .toList())),
        "ValidationException",
        "at most 50 tags");
    assertRefused(
        () ->
            cloud.client.addTags(
                request ->
                    request.resourceArn(arn).tags(Tag.builder().key("aws:x").value("").build())),
        "ValidationException",
        "reserved");
    cloud.client.deleteTags(request -> request.resourceArn(arn).tagKeys("team", "absent"));
    assertThat(cloud.client.listTags(request -> request.resourceArn(arn)).tags())
        .containsExactly(Tag.builder().key("run").value("r-1").build());
  }

  @Test
  void aTagKeyThatComesTwiceIsRefused() {
    Tag[] twice = {
      Tag.builder().key("team").value("ads").build(), Tag.builder().key("team").value("ads").build()
    };

    assertRefused(
        () -> cloud.client.createTransformJob(Cloud.job("job", "model").tags(twice).build()),
        "ValidationException",
        "Duplicate tag key");
  }

  @Test
  void aPrefixWithoutObjectsIsRefused() {
    assertRefused(
        () ->
            cloud.client.createTransformJob(
                Cloud.job("job", "model")
                    .transformInput(
                        input ->
                            input.dataSource(
                                source ->
                                    source.s3DataSource(
                                        s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://bucket/no/"))))
                    .build()),
        "ValidationException",
        "No S3 objects found under S3 URL \"s3://bucket/no/\" given in input data source");
  }

  @Test
  void everyCallIsRememberedAsAnIamAction() throws Exception {
    cloud.run(Cloud.job("job", "model"));
    assertRefused(
        () -> cloud.client.describeModel(request -> request.modelName("absent")),
        "ValidationException",
        "Could not find model");

    assertThat(cloud.emulator.actions())
        .extracting(action -> action.action() + " " + action.resource().orElse("-"))
        .startsWith("sagemaker:CreateModel model", "sagemaker:CreateTransformJob job")
        .contains("sagemaker:DescribeTransformJob job")
        .endsWith("sagemaker:DescribeModel absent");
    assertThat(cloud.call("GET", "/_emulator/actions", "").body())
        .contains(
            "\"action\":\"sagemaker:CreateModel\"",
            "\"resource\":\"absent\",\"error\":\"ValidationException\"");
  }

  @Test
  void aCallWithoutCredentialsIsRefused() throws Exception {
    HttpResponse<String> answer = cloud.call("POST", "/", "{}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("UnknownOperationException");

    HttpResponse<String> unsigned =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(cloud.emulator.endpoint())
                    .header("X-Amz-Target", "SageMaker.ListModels")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(unsigned.statusCode()).isEqualTo(403);
    assertThat(unsigned.body()).contains("\"__type\":\"MissingAuthenticationToken\"");
    assertThat(unsigned.headers().firstValue("x-amzn-ErrorType"))
        .contains("MissingAuthenticationToken");
  }

  @Test
  void pathsThatDoNotExistAreNotFound() throws Exception {
    assertThat(cloud.call("GET", "/_emulator/jobs/absent", "").statusCode()).isEqualTo(404);
    assertThat(cloud.call("GET", "/_emulator/nothing", "").statusCode()).isEqualTo(404);
    assertThat(cloud.call("DELETE", "/_emulator/actions", "").statusCode()).isEqualTo(404);
  }
}
