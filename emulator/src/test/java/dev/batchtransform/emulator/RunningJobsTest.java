package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.batchtransform.emulator.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.TransformInstanceType;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

class RunningJobsTest {

  @TempDir Path root;
  private Cloud cloud;
  private TestContainer container;

  @BeforeEach
  void start() throws IOException {
    cloud = new Cloud(root);
    container = TestContainer.start(TestContainer::lengths);
    cloud.createModel("model", container.image());
  }

  @AfterEach
  void stop() {
    cloud.close();
    container.close();
  }

  @Test
  void everyObjectBelowThePrefixGetsAnOutputWithOneAnswerARecordInOrder() throws IOException {
    cloud.put("in/a.jsonl", "1\n22\n333\n");
    cloud.put("in/nested/b.jsonl", "4444\n");

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.COMPLETED);
    assertThat(job.failureReason()).isNull();
    assertThat(job.transformEndTime()).isAfterOrEqualTo(job.transformStartTime());
    assertThat(cloud.objects("out"))
        .containsOnly(
            entry("a.jsonl.out", "{\"length\":1}\n{\"length\":2}\n{\"length\":3}\n"),
            entry("nested/b.jsonl.out", "{\"length\":4}\n"));
    assertThat(container.requests())
        .extracting(TestContainer.Request::body)
        .containsExactlyInAnyOrder("1\n", "22\n", "333\n", "4444\n");
    assertThat(container.requests())
        .allMatch(request -> request.contentType().equals("application/jsonlines"))
        .allMatch(request -> request.accept().equals("application/jsonlines"));
  }

  @Test
  void aPrefixIsAStringAndNoFolder() throws IOException {
    cloud.put("data/test/x.jsonl", "1\n");
    cloud.put("data/test_small/y.jsonl", "1\n");
    cloud.put("data/other/z.jsonl", "1\n");

    cloud.run(
        Cloud.job("job", "model")
            .transformInput(
                input ->
                    input
                        .splitType("Line")
                        .dataSource(
                            source ->
                                source.s3DataSource(
                                    s3 ->
                                        s3.s3DataType(S3DataType.S3_PREFIX)
                                            .s3Uri("s3://bucket/data/test")))));

    assertThat(cloud.objects("out")).containsOnlyKeys("x.jsonl.out", "test_small/y.jsonl.out");
  }

  @Test
  void aManifestNamesExactlyTheObjectsThatAreRead() throws IOException {
    cloud.put("in/a.jsonl", "1\n");
    cloud.put("in/b.jsonl", "22\n");
    cloud.put("in/c.jsonl", "333\n");
    cloud.put("manifests/0.json", "[{\"prefix\":\"s3://bucket/in/\"},\"a.jsonl\",\"c.jsonl\"]");

    DescribeTransformJobResponse job = cloud.run(manifestJob("job", "manifests/0.json"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.COMPLETED);
    assertThat(cloud.objects("out")).containsOnlyKeys("a.jsonl.out", "c.jsonl.out");
  }

  @Test
  void aManifestThatCannotBeReadFailsTheJob() throws IOException {
    cloud.put("manifests/repr.json", "[{'prefix': 's3://bucket/in/'}, 'a.jsonl']");
    cloud.put("manifests/names.json", "[\"a.jsonl\"]");
    cloud.put("manifests/number.json", "[{\"prefix\":\"s3://bucket/in/\"}, 7]");

    for (String name : List.of("repr", "names", "number", "absent")) {
      DescribeTransformJobResponse job =
          cloud.run(manifestJob("job-" + name, "manifests/" + name + ".json"));
      assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
      assertThat(job.failureReason()).startsWith("ClientError: Cannot read the manifest");
    }
  }

  @Test
  void aManifestsMissingObjectFailsAloneAndTheOthersGoOn() throws IOException {
    cloud.put("in/b.jsonl", "1\n");
    cloud.put("m.json", "[{\"prefix\":\"s3://bucket/in/\"},\"absent.jsonl\",\"b.jsonl\"]");

    DescribeTransformJobResponse job = cloud.run(manifestJob("job", "m.json"));

    assertThat(job.failureReason()).isEqualTo("ClientError: See job logs for more information");
    assertThat(cloud.objects("out")).containsOnlyKeys("b.jsonl.out");
  }

  private static software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest.Builder
      manifestJob(String name, String manifest) {
    return Cloud.job(name, "model")
        .transformInput(
            input ->
                input
                    .splitType("Line")
                    .dataSource(
                        source ->
                            source.s3DataSource(
                                s3 ->
                                    s3.s3DataType(S3DataType.MANIFEST_FILE)
                                        .s3Uri("s3://bucket/" + manifest))));
  }

  @Test
  void anOutputBucketThatDoesNotExistFailsTheJobBeforeTheContainerIsAsked() throws IOException {
    cloud.put("in/a.jsonl", "1\n");

    DescribeTransformJobResponse job =
        cloud.run(
            Cloud.job("job", "model")
                .transformOutput(output -> output.s3OutputPath("s3://absent/out")));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
    assertThat(job.failureReason())
        .startsWith("ClientError: Cannot store outputs below \"s3://absent/out\": NoSuchBucket");
    assertThat(container.requests()).isEmpty();
    assertThat(root.resolve("absent")).doesNotExist();
  }

  @Test
  void aManifestWhosePrefixNamesNoBucketFailsTheJob() throws IOException {
    cloud.put("m.json", "[{\"prefix\":\"s3://absent/in/\"},\"a.jsonl\"]");

    assertThat(cloud.run(manifestJob("job", "m.json")).failureReason())
        .startsWith("ClientError: No S3 objects found under S3 URL \"s3://absent/in/\"");
  }

  @Test
  void aContainerThatRedirectsIsToBlameItself() throws IOException {
    try (TestContainer moved =
        TestContainer.start(body -> new TestContainer.Answer(302, "over there"))) {
      cloud.createModel("moved", moved.image());
      cloud.put("in/a.jsonl", "1\n");

      DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "moved"));

      assertThat(job.failureReason())
          .isEqualTo("AlgorithmError: See job logs for more information");
      assertThat(moved.requests()).hasSize(1);
      assertThat(cloud.objects("out")).isEmpty();
    }
  }

  @Test
  void anImageMayBeNamedAsInARegistry() throws IOException {
    cloud.createModel("named", container.image().replace("http://", "") + "/catalog:latest");
    cloud.put("in/a.jsonl", "1\n");

    assertThat(cloud.run(Cloud.job("job", "named")).transformJobStatus())
        .isEqualTo(TransformJobStatus.COMPLETED);
  }

  @Test
  void oneBadRecordCostsItsFileAndNoOther() throws IOException {
    try (TestContainer picky =
        TestContainer.start(
            body ->
                body.contains("bad")
                    ? new TestContainer.Answer(400, "cannot score\nthis record")
                    : TestContainer.lengths(body))) {
      cloud.createModel("picky", picky.image());
      for (int i = 0; i < 10; i++) {
        cloud.put("in/" + i + ".jsonl", i == 4 ? "1\nbad\n22\n" : "1\n22\n");
      }

      DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "picky"));

      assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
      assertThat(job.failureReason()).isEqualTo("ClientError: See job logs for more information");
      assertThat(cloud.objects("out")).hasSize(9).doesNotContainKey("4.jsonl.out");
    }
  }

  @Test
  void aContainerThatBreaksIsAskedAgainAndThenTheAlgorithmIsToBlame() throws IOException {
    try (TestContainer broken =
        TestContainer.start(body -> new TestContainer.Answer(503, "busy"))) {
      cloud.createModel("broken", broken.image());
      cloud.put("in/a.jsonl", "1\n");

      DescribeTransformJobResponse job =
          cloud.run(
              Cloud.job("job", "broken")
                  .modelClientConfig(config -> config.invocationsMaxRetries(2)));

      assertThat(job.failureReason())
          .isEqualTo("AlgorithmError: See job logs for more information");
      assertThat(broken.requests()).hasSize(3);
      assertThat(cloud.objects("out")).isEmpty();
    }
  }

  @Test
  void recordsAreJoinedToTheirAnswers() throws IOException {
    cloud.put("in/a.jsonl", "{\"id\":\"x\",\"b\":1}\n{\"id\":\"y\",\"b\":2}\n");

    cloud.run(
        Cloud.job("job", "model")
            .dataProcessing(
                processing ->
                    processing
                        .inputFilter("$.b")
                        .joinSource("Input")
                        .outputFilter("$['id','SageMakerOutput']")));

    assertThat(cloud.objects("out"))
        .containsOnly(
            entry(
                "a.jsonl.out",
                """
                {"SageMakerOutput":{"length":1},"id":"x"}
                {"SageMakerOutput":{"length":1},"id":"y"}
                """));
  }

  @Test
  void gzipIsInflatedBeforeItIsSplit() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("1\n22\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.createDirectories(root.resolve("bucket/in"));
    Files.write(root.resolve("bucket/in/a.jsonl.gz"), bytes.toByteArray());
    cloud.put("in/b.jsonl.gz", "not compressed\n");

    DescribeTransformJobResponse job =
        cloud.run(
            Cloud.job("job", "model")
                .transformInput(
                    Cloud.job("job", "model").build().transformInput().toBuilder()
                        .compressionType("Gzip")
                        .build()));

    assertThat(job.failureReason()).isEqualTo("ClientError: See job logs for more information");
    assertThat(cloud.objects("out"))
        .containsOnly(entry("a.jsonl.gz.out", "{\"length\":1}\n{\"length\":2}\n"));
  }

  @Test
  void anEmptyObjectHasAnEmptyOutput() throws IOException {
    cloud.put("in/empty.jsonl", "");

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.COMPLETED);
    assertThat(cloud.objects("out")).containsOnly(entry("empty.jsonl.out", ""));
    assertThat(container.requests()).isEmpty();
  }

  @Test
  void whatBecomesOfAnEmptyObjectIsASetting() throws IOException {
    cloud.put("in/empty.jsonl", "");

    try (Cloud asking =
        new Cloud(root, settings -> settings.conf("emulator.emptyObjects", "EMPTY_REQUEST"))) {
      asking.createModel("model", container.image());
      asking.run(Cloud.job("job", "model"));
      assertThat(container.requests()).extracting(TestContainer.Request::body).containsExactly("");
    }
    try (Cloud failing =
        new Cloud(root, settings -> settings.conf("emulator.emptyObjects", "FAIL"))) {
      failing.createModel("model", container.image());
      assertThat(failing.run(Cloud.job("job", "model")).failureReason())
          .isEqualTo("ClientError: See job logs for more information");
    }
  }

  @Test
  void objectsAreSpreadOverInstances() throws Exception {
    for (int i = 0; i < 7; i++) {
      cloud.put("in/" + i + ".jsonl", "1\n22\n");
    }

    cloud.run(
        Cloud.job("job", "model")
            .transformResources(
                resources ->
                    resources.instanceType(TransformInstanceType.ML_M5_LARGE).instanceCount(3)));

    assertThat(cloud.objects("out")).hasSize(7);
    assertThat(cloud.call("GET", "/_emulator/jobs/job", "").body())
        .contains(
            "\"outputs\":7",
            "{\"objects\":[\"s3://bucket/in/0.jsonl\",\"s3://bucket/in/3.jsonl\",\"s3://bucket/in/6.jsonl\"],"
                + "\"miniBatches\":6,\"requests\":6,\"records\":6}",
            "\"miniBatches\":4");
  }

  @Test
  void theContainersParametersHoldUnlessTheRequestSaysOtherwise() throws IOException {
    try (TestContainer suggesting =
        TestContainer.start(
            TestContainer::lengths,
            "{\"MaxConcurrentTransforms\":3,\"BatchStrategy\":\"MULTI_RECORD\",\"MaxPayloadInMB\":2}")) {
      cloud.createModel("suggesting", suggesting.image());
      cloud.put("in/a.jsonl", "1\n22\n");

      cloud.run(Cloud.job("theirs", "suggesting").batchStrategy((String) null));
      assertThat(suggesting.requests())
          .extracting(TestContainer.Request::body)
          .containsExactly("1\n22\n");

      cloud.run(Cloud.job("ours", "suggesting").maxPayloadInMB(1));
      assertThat(suggesting.requests()).hasSize(3);
    }
  }

  @Test
  void aStoppedJobStoresNothingNew() throws Exception {
    CountDownLatch secondRequest = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (TestContainer slow =
        TestContainer.start(
            body -> {
              if (body.equals("hang\n")) {
                secondRequest.countDown();
                awaitQuietly(never);
              }
              return TestContainer.lengths(body);
            })) {
      cloud.createModel("slow", slow.image());
      cloud.put("in/a.jsonl", "1\n");
      cloud.put("in/b.jsonl", "hang\n");
      cloud.put("in/c.jsonl", "1\n");
      cloud.client.createTransformJob(Cloud.job("job", "slow").build());
      secondRequest.await();

      cloud.client.stopTransformJob(request -> request.transformJobName("job"));
      DescribeTransformJobResponse job = cloud.await("job");

      assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.STOPPED);
      assertThat(job.transformEndTime()).isNotNull();
      assertThat(job.failureReason()).isNull();
      assertThat(cloud.objects("out")).containsOnlyKeys("a.jsonl.out");
    } finally {
      never.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aStoppedJobMayDiscardItsOutputs() throws IOException {
    try (Cloud strict =
        new Cloud(root, settings -> settings.conf("emulator.stopDiscardsOutputs", "true"))) {
      strict.createModel("model", container.image());
      strict.put("in/a.jsonl", "1\n");
      strict.put("in/b.jsonl", "1\n");
      strict.emulator.fault(Fault.stop(1));

      DescribeTransformJobResponse job = strict.run(Cloud.job("job", "model"));

      assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.STOPPED);
      assertThat(strict.objects("out")).isEmpty();
    }
  }

  @Test
  void inVirtualTimeStartUpIsCountedAndNotWaitedFor() throws IOException {
    try (Cloud virtual =
        new Cloud(root, settings -> settings.virtualTime(true).startupDelay(Duration.ofHours(2)))) {
      virtual.createModel("model", container.image());
      virtual.put("in/a.jsonl", "1\n");
      virtual.put("in/b.jsonl", "1\n");

      DescribeTransformJobResponse job =
          virtual.run(
              Cloud.job("job", "model")
                  .transformResources(
                      resources ->
                          resources
                              .instanceType(TransformInstanceType.ML_M5_LARGE)
                              .instanceCount(2)));

      assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.COMPLETED);
      assertThat(Duration.between(job.creationTime(), job.transformStartTime()))
          .isEqualTo(Duration.ofHours(2));
      assertThat(job.transformEndTime()).isAfter(job.transformStartTime());
    }
  }

  @Test
  void aModelDeletedDuringStartUpFailsTheJob() throws IOException {
    try (Cloud slow = new Cloud(root, settings -> settings.startupDelay(Duration.ofSeconds(2)))) {
      slow.createModel("model", container.image());
      slow.put("in/a.jsonl", "1\n");
      slow.client.createTransformJob(Cloud.job("job", "model").build());
      slow.client.deleteModel(request -> request.modelName("model"));

      DescribeTransformJobResponse job = slow.await("job");

      assertThat(job.failureReason())
          .contains("Could not find model \"arn:aws:sagemaker:eu-west-1");
      assertThat(job.transformStartTime()).isNull();
    }
  }
}
