package dev.batchtransform.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.batchtransform.emulator.fault.Fault;
import dev.batchtransform.s3.LocalS3;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;

/** Jobs over a real S3 server, through S3A. */
class S3Test {

  @TempDir Path root;
  private LocalS3 s3;
  private Cloud cloud;
  private TestContainer container;

  @BeforeEach
  void start() throws IOException {
    s3 = LocalS3.start(root);
    s3.createBucket(Cloud.BUCKET);
    LocalSageMaker.Settings.Builder settings = LocalSageMaker.Settings.builder();
    s3.hadoopConf().forEach(settings::conf);
    cloud = new Cloud(root, settings);
    container =
        TestContainer.start(
            body ->
                body.contains("bad")
                    ? new TestContainer.Answer(400, "")
                    : TestContainer.lengths(body));
    cloud.createModel("model", container.image());
    put("in/a.jsonl", "1\n22\n");
    put("in/b c+%41=ü.jsonl", "1\nbad\n");
    put("in/nested/c d+%41=ü.jsonl", "333\n");
    put("in_other/d.jsonl", "1\n");
  }

  private void put(String key, String content) throws IOException {
    Configuration conf = new Configuration();
    s3.hadoopConf().forEach(conf::set);
    try (FileSystem bucket = FileSystem.newInstance(URI.create("s3a://" + Cloud.BUCKET), conf);
        OutputStream out = bucket.create(new org.apache.hadoop.fs.Path("/" + key))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  @AfterEach
  void stop() {
    cloud.close();
    container.close();
    s3.close();
  }

  @Test
  void outputsAppearInS3OnlyForWholeObjects() throws IOException {
    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.failureReason()).isEqualTo("ClientError: See job logs for more information");
    assertThat(cloud.objects("out"))
        .containsOnlyKeys("a.jsonl.out", "nested/c d+%41=ü.jsonl.out")
        .containsEntry("a.jsonl.out", "{\"length\":1}\n{\"length\":2}\n");
  }

  @Test
  void anAsynchronousEndpointReadsFromS3AndAnswersThere() {
    Endpoints endpoints = new Endpoints(cloud);
    AsyncInferenceConfig queue =
        AsyncInferenceConfig.builder()
            .outputConfig(to -> to.s3OutputPath("s3://bucket/out").s3FailurePath("s3://bucket/no"))
            .build();
    String endpoint =
        endpoints.create(endpoints.config(queue, Endpoints.variant("a", "model").build()));

    for (String input : List.of("in/b c+%41=ü.jsonl", "in/a.jsonl")) {
      InvokeEndpointAsyncResponse accepted =
          cloud.runtime.invokeEndpointAsync(
              r ->
                  r.endpointName(endpoint)
                      .inferenceId(input.substring(3, 4))
                      .inputLocation("s3://bucket/" + input));
      assertThat(accepted.failureLocation()).startsWith("s3://bucket/no/");
    }

    await()
        .untilAsserted(
            () -> {
              assertThat(cloud.objects("out"))
                  .containsOnly(Map.entry("a.out", "{\"length\":1}\n{\"length\":2}"));
              assertThat(cloud.objects("no")).containsOnlyKeys("b-error.out");
            });
  }

  @Test
  void aStoppedJobLeavesNoPartOfAnObject() throws IOException {
    cloud.emulator.fault(Fault.stop(1));

    DescribeTransformJobResponse job = cloud.run(Cloud.job("job", "model"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.STOPPED);
    assertThat(cloud.objects("out")).containsOnlyKeys("a.jsonl.out");
  }

  @Test
  void anInputBucketThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> cloud.run(jobOver("s3://absent/in/", "s3://bucket/out")))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("No S3 objects found under S3 URL \"s3://absent/in/\"");
  }

  @Test
  void anOutputBucketThatDoesNotExistFailsTheJob() {
    DescribeTransformJobResponse job =
        cloud.run(jobOver("s3://bucket/in/a.jsonl", "s3://absent/out"));

    assertThat(job.transformJobStatus()).isEqualTo(TransformJobStatus.FAILED);
    assertThat(job.failureReason()).contains("\"s3://absent/out\": NoSuchBucket");
    assertThat(container.requests()).isEmpty();
  }

  private static CreateTransformJobRequest.Builder jobOver(String input, String output) {
    return Cloud.job("job", "model")
        .transformInput(
            from ->
                from.dataSource(
                    source -> source.s3DataSource(s3a -> s3a.s3DataType("S3Prefix").s3Uri(input))))
        .transformOutput(to -> to.s3OutputPath(output));
  }
}
