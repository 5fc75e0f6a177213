package dev.batchtransform.spark.internal.executor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchtransform.spark.exceptions.WaveRefusedException;
import dev.batchtransform.spark.internal.aws.AwsEnvironment;
import dev.batchtransform.spark.internal.aws.ScriptedSageMaker;
import dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer;
import dev.batchtransform.spark.internal.executor.Wave;
import dev.batchtransform.spark.internal.executor.WaveResult;
import dev.batchtransform.spark.internal.options.TransformOptions;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole executor over HTTP, where SageMaker misbehaves as it is told. */
class BatchTransformOnTheWireTest {

  private static final String CREATE = "CreateTransformJob";
  private static final String DESCRIBE = "DescribeTransformJob";

  @TempDir private Path bucket;

  private final AwsEnvironment environment = new AwsEnvironment().withCredentials();
  private final ScriptedSageMaker sageMaker = new ScriptedSageMaker();
  private final Wave wave = Waves.wave(0, 1);
  private final TransformOptions options =
      Waves.options(
          "region", "eu-west-1", "endpointUrl", sageMaker.url().toString(), "pollInterval", "1ms");
  private final ObjectNode request = TransformRequest.of(wave, options);

  @BeforeEach
  void writeOutput() {
    Waves.writeOutput(bucket, wave, 0);
  }

  @AfterEach
  void close() {
    sageMaker.close();
    environment.close();
  }

  private WaveResult run() throws InterruptedException {
    try (BatchTransformExecutor executor =
        BatchTransformExecutor.connect(FolderAsS3.over(bucket), options)) {
      return executor.start(wave).await(progress -> {});
    }
  }

  /** DescribeTransformJob's answer for our own request, as SageMaker echoes it. */
  private Answer describedAs(String status) {
    ObjectNode answer = request.deepCopy();
    answer.remove("Tags");
    answer.put("TransformJobStatus", status);
    // In the past, but within the deadlines.
    long created = Instant.now().getEpochSecond() - 300;
    answer.put("CreationTime", created);
    answer.put("TransformStartTime", created + 100);
    answer.put("TransformEndTime", created + 200);
    return Answer.ok(answer.toString());
  }

  @Test
  void aJobWhoseCreateAnswerIsLostIsFoundAgainAndPaidOnce() throws Exception {
    sageMaker
        .on(CREATE, Answer.lost())
        .on(
            DESCRIBE,
            describedAs("InProgress"),
            describedAs("InProgress"),
            describedAs("Completed"));

    WaveResult result = run();

    assertThat(result.state()).isEqualTo(WaveResult.State.COMPLETED);
    assertThat(result.instanceSeconds()).isEqualTo(100);
    assertThat(sageMaker.calls(CREATE)).hasSize(1);
  }

  @Test
  void aJobThatAnEarlierDriverStartedIsAttachedTo() throws Exception {
    sageMaker
        .on(CREATE, Answer.error(400, "ResourceInUse", "Job name must be unique"))
        .on(DESCRIBE, describedAs("InProgress"), describedAs("Completed"));

    assertThat(run().state()).isEqualTo(WaveResult.State.COMPLETED);
  }

  @Test
  void serverErrorsAndThrottlingWhilePollingDoNotEndTheRun() throws Exception {
    sageMaker
        .on(CREATE, Answer.ok("{\"TransformJobArn\":\"arn\"}"))
        .on(
            DESCRIBE,
            Answer.error(500, "InternalFailure", "try again"),
            Answer.lost(),
            describedAs("Completed"));

    assertThat(run().state()).isEqualTo(WaveResult.State.COMPLETED);
  }

  @Test
  void aQuotaOfZeroRefusesTheWave() {
    sageMaker.on(
        CREATE,
        Answer.error(
            400,
            "ResourceLimitExceeded",
            "The account-level service limit 'ml.m5.xlarge for transform job usage' is 0 Instances"));

    assertThatThrownBy(this::run)
        .isInstanceOf(WaveRefusedException.class)
        .hasMessageContaining("quota 'ml.m5.xlarge for transform job usage'");
  }
}
