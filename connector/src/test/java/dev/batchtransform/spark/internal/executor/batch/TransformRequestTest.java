package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.InvalidOptionException;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.options.TransformOptions;
import dev.batchtransform.spark.internal.stage.RunLayout;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class TransformRequestTest {

  private static ObjectNode request(String... options) {
    return TransformRequest.of(Waves.wave(1, 3), Waves.options(options));
  }

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }

  @Test
  void theDefaultsAreAWholeRequest() throws Exception {
    ObjectNode request = request();
    String name = request.path("TransformJobName").asText();
    request.remove("TransformJobName");

    assertThat(name).startsWith("nightly-2026-11-22-w1-");
    assertThat(request)
        .isEqualTo(
            json(
                """
                {"ModelName": "catalog-embedder",
                 "TransformInput": {
                   "DataSource": {"S3DataSource": {
                     "S3DataType": "ManifestFile",
                     "S3Uri": "s3://bucket/scoring/dt=2026-11-22/run_id=nightly-2026-11-22/manifests/1.json"}},
                   "ContentType": "application/jsonlines",
                   "SplitType": "Line"},
                 "TransformOutput": {
                   "S3OutputPath": "s3://bucket/scoring/dt=2026-11-22/run_id=nightly-2026-11-22/output/1/",
                   "Accept": "application/jsonlines",
                   "AssembleWith": "Line"},
                 "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2},
                 "BatchStrategy": "SingleRecord",
                 "MaxPayloadInMB": 6,
                 "ModelClientConfig": {
                   "InvocationsTimeoutInSeconds": 600, "InvocationsMaxRetries": 3},
                 "Tags": [{"Key": "spark-batch-transform:run-id", "Value": "nightly-2026-11-22"}]}
                """));
  }

  @Test
  void noInstanceIsPaidForThatHasNoFile() {
    assertThat(request("instanceCount", "7").at("/TransformResources/InstanceCount").asInt())
        .isEqualTo(3);
  }

  @Test
  void everyOptionOfTheCallHasItsField() throws Exception {
    ObjectNode request =
        request(
            "instanceType", "ml.c5.2xlarge",
            "instanceCount", "3",
            "batchStrategy", "MultiRecord",
            "maxConcurrentTransforms", "8",
            "maxPayloadInMB", "12",
            "contentType", "application/json",
            "accept", "application/json",
            "invocationsTimeoutSeconds", "1200",
            "invocationsMaxRetries", "0",
            "env.LEVEL", "3",
            "env.Mode", "fast",
            "tag.team", "search",
            "kmsKeyId", "alias/output",
            "volumeKmsKeyId", "alias/volume",
            "transformJob.ExperimentConfig", "{\"ExperimentName\":\"spring\"}",
            "transformJob.TransformResources.TransformAmiVersion",
                "al2-ami-sagemaker-batch-gpu-470",
            "transformJob.DataProcessing.OutputFilter", "$.vector");

    assertThat(request.at("/TransformResources"))
        .isEqualTo(
            json(
                """
                {"InstanceType": "ml.c5.2xlarge", "InstanceCount": 3,
                 "VolumeKmsKeyId": "alias/volume",
                 "TransformAmiVersion": "al2-ami-sagemaker-batch-gpu-470"}
                """));
    assertThat(request.path("BatchStrategy").asText()).isEqualTo("MultiRecord");
    assertThat(request.path("MaxConcurrentTransforms").asInt()).isEqualTo(8);
    assertThat(request.path("MaxPayloadInMB").asInt()).isEqualTo(12);
    assertThat(request.at("/TransformInput/ContentType").asText()).isEqualTo("application/json");
    assertThat(request.at("/TransformOutput/Accept").asText()).isEqualTo("application/json");
    assertThat(request.at("/TransformOutput/KmsKeyId").asText()).isEqualTo("alias/output");
    assertThat(request.path("ModelClientConfig"))
        .isEqualTo(json("{\"InvocationsTimeoutInSeconds\": 1200, \"InvocationsMaxRetries\": 0}"));
    assertThat(request.path("Environment"))
        .isEqualTo(json("{\"LEVEL\": \"3\", \"Mode\": \"fast\"}"));
    assertThat(request.at("/Tags/0")).isEqualTo(json("{\"Key\": \"team\", \"Value\": \"search\"}"));
    assertThat(request.path("ExperimentConfig"))
        .isEqualTo(json("{\"ExperimentName\": \"spring\"}"));
    assertThat(request.path("DataProcessing")).isEqualTo(json("{\"OutputFilter\": \"$.vector\"}"));
    assertThat(TransformRequestRules.problems(request)).isEmpty();
  }

  @Test
  void joinByRecordLetsTheModelSeeTheRecordAloneAndBringsTheRowBack() throws Exception {
    assertThat(request("join", "record").path("DataProcessing"))
        .isEqualTo(
            json(
                """
                {"InputFilter": "$.record", "OutputFilter": "$['row','SageMakerOutput']",
                 "JoinSource": "Input"}
                """));
  }

  @Test
  void theNameChangesWithEveryFieldOfTheRequest() {
    assertThat(request("env.LEVEL", "3").path("TransformJobName"))
        .isNotEqualTo(request("env.LEVEL", "4").path("TransformJobName"));
  }

  @Test
  void theSameWaveMakesTheSameRequest() {
    assertThat(request("env.LEVEL", "3")).isEqualTo(request("env.LEVEL", "3"));
  }

  @Test
  void aRunOutsideS3IsRefusedWithWhatToDo() {
    Wave local =
        new Wave(
            "r", 0, RunLayout.of(new Path("hdfs://host/scoring"), "2026-11-22", "r"), List.of());
    TransformOptions options = Waves.options();

    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(() -> TransformRequest.of(local, options))
        .withMessageContaining(
            "Set the option 'stagingPath' to a folder such as s3a://bucket/scoring");
  }
}
