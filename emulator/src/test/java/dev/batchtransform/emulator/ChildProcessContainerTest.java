package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TransformInstanceType;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

class ChildProcessContainerTest {

  @TempDir Path root;
  private Cloud cloud;

  @BeforeEach
  void start() throws IOException {
    cloud = new Cloud(root);
    for (int i = 0; i < 4; i++) {
      cloud.put("in/" + i + ".jsonl", "1\n");
    }
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private static String echoServer() {
    Path classes =
        Path.of(EchoServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return "exec:'%s/bin/java' -Xshare:auto -cp '%s' %s"
        .formatted(System.getProperty("java.home"), classes, EchoServer.class.getName());
  }

  private void createModel(String image) {
    cloud.client.createModel(
        model ->
            model
                .modelName("model")
                .primaryContainer(
                    container ->
                        container
                            .image(image)
                            .environment(Map.of("MY_A", "model", "MY_B", "model"))));
  }

  @Test
  void eachInstanceOfAnEndpointHasAProcessOfItsOwnThatEndsWithTheEndpoint() {
    createModel(echoServer() + "; true");
    Endpoints endpoints = new Endpoints(cloud);
    String endpoint =
        endpoints.create(Endpoints.variant("all", "model").initialInstanceCount(2).build());

    Set<Long> processes = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      String answer =
          cloud
              .runtime
              .invokeEndpoint(r -> r.endpointName(endpoint).body(SdkBytes.fromUtf8String("1")))
              .body()
              .asUtf8String();
      assertThat(answer).contains("{MY_A=model, MY_B=model}");
      processes.add(Long.parseLong(answer.replaceFirst(" .*", "")));
    }

    assertThat(processes).hasSize(2).allMatch(pid -> ProcessHandle.of(pid).isPresent());
    endpoints.delete(endpoint);
    assertThat(processes).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
  }

  @Test
  void eachInstanceHasAProcessOfItsOwnWithSageMakersEnvironmentThatEndsWithTheJob()
      throws IOException {
    // The shell stays between, so that the server is a grandchild of the emulator.
    createModel(echoServer() + "; true");

    DescribeTransformJobResponse job =
        cloud.run(
            Cloud.job("job", "model")
                .batchStrategy("MultiRecord")
                .maxPayloadInMB(3)
                .maxConcurrentTransforms(2)
                .environment(Map.of("MY_B", "job"))
                .transformResources(
                    resources ->
                        resources
                            .instanceType(TransformInstanceType.ML_M5_LARGE)
                            .instanceCount(2)));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.COMPLETED);
    Map<String, String> outputs = cloud.objects("out");
    assertThat(outputs).hasSize(4);
    assertThat(outputs.values())
        .allSatisfy(
            output ->
                assertThat(output)
                    .endsWith(
                        " {MY_A=model, MY_B=job, SAGEMAKER_BATCH=true,"
                            + " SAGEMAKER_BATCH_STRATEGY=MULTI_RECORD,"
                            + " SAGEMAKER_MAX_CONCURRENT_TRANSFORMS=2,"
                            + " SAGEMAKER_MAX_PAYLOAD_IN_MB=3}\n"));
    Set<Long> processes =
        outputs.values().stream()
            .map(output -> Long.valueOf(output.split(" ", 2)[0]))
            .collect(Collectors.toSet());
    assertThat(processes).hasSize(2);
    assertThat(processes)
        .allSatisfy(
            pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty());
  }

  @Test
  void whatTheRequestLeavesOutIsNotInTheEnvironment() throws IOException {
    createModel(echoServer());

    cloud.run(Cloud.job("job", "model").batchStrategy((String) null));

    assertThat(cloud.objects("out").get("0.jsonl.out"))
        .endsWith(" {MY_A=model, MY_B=model, SAGEMAKER_BATCH=true}\n");
  }

  @Test
  void whatAContainerPrintsIsInItsLog() {
    createModel(echoServer());

    cloud.run(Cloud.job("job", "model"));

    assertThat(
            cloud
                .logs
                .filterLogEvents(
                    r ->
                        r.logGroupName("/aws/sagemaker/TransformJobs")
                            .logStreamNamePrefix("job/")
                            .filterPattern("serving"))
                .events())
        .hasSize(1)
        .noneMatch(event -> event.logStreamName().endsWith("/data-log"));
  }

  @Test
  void aContainerThatDiesFailsTheJobAtOnce() {
    createModel("exec:exit 3");

    assertThat(cloud.run(Cloud.job("job", "model")).failureReason())
        .startsWith("AlgorithmError: Model container failed to respond to ping.");
  }

  @Test
  void anImageThatNamesNoContainerFailsTheJob() {
    createModel("123456789012.dkr.ecr.eu-west-1.amazonaws.com/embedder:1");

    assertThat(cloud.run(Cloud.job("job", "model")).failureReason())
        .startsWith("ClientError: Cannot run the image")
        .contains("exec:<command>");
  }
}
