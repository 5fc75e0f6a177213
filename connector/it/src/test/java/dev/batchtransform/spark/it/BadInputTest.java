package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.S3Fault;
import dev.batchtransform.spark.it.sandbox.S3Request.Operation;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot work is refused with what to do about it, and nothing was staged or submitted then.
 */
@ExtendWith(SandboxExtension.class)
class BadInputTest {

  private final Sandbox sandbox;
  private final ModelContainer container = Models.tripling();
  private final Map<String, String> options;
  private final int jobsBefore;

  BadInputTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    this.jobsBefore = Actions.created(sandbox);
  }

  @AfterEach
  void nothingWasStagedOrSubmitted() {
    container.close();
    assertThat(Actions.created(sandbox)).isEqualTo(jobsBefore);
    String path = options.get("stagingPath");
    if (path != null && path.startsWith("s3a://sandbox/")) {
      assertThat(StagingPaths.files(sandbox, path)).isEmpty();
    }
  }

  static Stream<Arguments> badOptions() {
    return Stream.of(
        Arguments.of("modle", "m", "nearest known one is 'model'"),
        Arguments.of("model", "", "model"),
        Arguments.of("model", "no-such-model", "no model 'no-such-model'"),
        Arguments.of("instanceCount", "0", "instanceCount"),
        Arguments.of("instanceType", "ml.t3.medium", "instanceType"),
        Arguments.of("maxConcurrentTransforms", "50", "maxPayloadInMB"),
        Arguments.of("executor", "async", "Missing option 'endpointName'"),
        Arguments.of("dedupe", "true", "not available yet"),
        Arguments.of("deadLetterQueueUrl", "failed-rows", "the URL of a queue"),
        Arguments.of("inputColumns", "id,nmae", "nmae"),
        Arguments.of("payloadColumn", "nothing_like_it", "nothing_like_it"),
        Arguments.of("carryColumns", "id,nmae", "nmae"),
        Arguments.of("resultColumn", "name", "resultColumn"),
        Arguments.of("errorColumn", "ID", "errorColumn"),
        Arguments.of("resultSchema", "not a schema!", "resultSchema"),
        Arguments.of("runId", "../escape", "runId"),
        Arguments.of("transformJob.ModelNam", "x", "ModelNam"));
  }

  @ParameterizedTest
  @MethodSource("badOptions")
  void aBadOptionIsRefusedByName(String name, String value, String message) {
    options.put(name, value);

    refused(Frames.numbers(sandbox.spark(), 5)).hasMessageContaining(message);
  }

  @Test
  void aModelThatBatchTransformDoesNotTakeIsRefusedWithTheWayOut() {
    sandbox
        .api()
        .call(
            "CreateModel",
            Map.of(
                "ModelName",
                "model-of-loose-files",
                "ExecutionRoleArn",
                "arn:aws:iam::123456789012:role/execution",
                "PrimaryContainer",
                Map.of(
                    "Image",
                    container.endpoint().toString(),
                    "ModelDataSource",
                    Map.of(
                        "S3DataSource",
                        Map.of(
                            "S3Uri", "s3://models/loose/",
                            "S3DataType", "S3Prefix",
                            "CompressionType", "None")))));
    options.put("model", "model-of-loose-files");

    refused(Frames.numbers(sandbox.spark(), 5))
        .hasMessageContaining("option 'model'")
        .hasMessageContaining("does not take model 'model-of-loose-files'")
        .hasMessageContaining("ModelDataSource")
        .hasMessageContaining("Create a model of the same image");
  }

  @Test
  void aMissingModelIsNamed() {
    options.remove("model");

    refused(Frames.numbers(sandbox.spark(), 5)).hasMessageContaining("Missing option 'model'");
  }

  @Test
  void aMissingStagingPathIsNamed() {
    options.remove("stagingPath");

    refused(Frames.numbers(sandbox.spark(), 5)).hasMessageContaining("stagingPath");
  }

  @Test
  void aStagingPathThatCannotBeWrittenIsNamed() {
    options.put("stagingPath", "s3a://no-such-bucket-here/scoring");

    refused(Frames.numbers(sandbox.spark(), 5))
        .hasMessageContaining("s3a://no-such-bucket-here/scoring")
        .hasMessageEndingWith(
            "There is no bucket 'no-such-bucket-here'. Create it, or name another in the option 'stagingPath'.");
    assertThatThrownBy(
            () -> sandbox.spark().read().format("sagemaker").load("s3a://no-such-bucket-here/a"))
        .hasMessageContaining("There is no bucket 'no-such-bucket-here'.")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aStagingPathThatMayNotBeUsedIsNamed() {
    options.put("stagingPath", sandbox.faultyStagingPath());
    for (Operation operation : Operation.values()) {
      sandbox.faultyS3().fault(S3Fault.deny(operation));
    }
    try {
      refused(Frames.numbers(sandbox.spark(), 5))
          .hasMessageContaining("may not use the bucket 'faulty': S3 denies it access")
          .hasMessageNotContaining("\n");
    } finally {
      sandbox.faultyS3().clearFaults();
    }
  }

  @Test
  void aStagingPathThatSageMakerCannotReadIsRefused() {
    options.put("stagingPath", "file:/tmp/never-written");

    refused(Frames.numbers(sandbox.spark(), 5)).hasMessageContaining("s3a://");
  }

  @Test
  void aColumnThatClashesWithTheResultIsNamed() {
    refused(Frames.numbers(sandbox.spark(), 5).withColumnRenamed("name", "prediction"))
        .hasMessageContaining("'prediction'")
        .hasMessageContaining("resultColumn");
  }

  @Test
  void aTypeWithoutJsonFormIsRefusedByColumn() {
    refused(
            Frames.numbers(sandbox.spark(), 5)
                .selectExpr("id", "map(named_struct('k', id), id) AS keyed_by_struct"))
        .hasMessageContaining("keyed_by_struct");
  }

  @Test
  void aDataFrameWithoutColumnsIsRefused() {
    refused(sandbox.spark().createDataFrame(List.of(), new StructType()))
        .hasMessageContaining("column");
  }

  @Test
  void aColumnNameThatStandsTwiceIsNamed() {
    refused(Frames.numbers(sandbox.spark(), 5).toDF("twice", "twice"))
        .hasMessageContaining("more than one column 'twice'");
  }

  @Test
  void aWriteWithoutAppendIsRefusedBySparkWithTheModesToUse() {
    assertThatThrownBy(
            () ->
                Frames.numbers(sandbox.spark(), 5)
                    .write()
                    .format("sagemaker")
                    .options(options)
                    .save())
        .hasMessageContaining("Append");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(Dataset<Row> df) {
    return assertThatThrownBy(() -> BatchTransform.on(df).options(options).score());
  }
}
