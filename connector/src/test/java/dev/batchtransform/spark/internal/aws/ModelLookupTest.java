package dev.batchtransform.spark.internal.aws;

import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.error;
import static dev.batchtransform.spark.internal.aws.ScriptedSageMaker.Answer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.spark.internal.aws.ModelDescription.Container;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What DescribeModel shows of a model. */
class ModelLookupTest {

  private static final String DESCRIBE_MODEL = "DescribeModel";

  private final ScriptedSageMaker sageMaker = new ScriptedSageMaker();
  private final AwsEnvironment environment = new AwsEnvironment();
  private TransformJobs jobs;

  @BeforeEach
  void connect() {
    environment.withCredentials();
    jobs = TransformJobs.connect(sageMaker.settings());
  }

  @AfterEach
  void close() {
    jobs.close();
    sageMaker.close();
    environment.close();
  }

  @Test
  void aModelIsDescribedInOneCall() {
    String arn = "arn:aws:sagemaker:eu-west-1:123456789012:model/embedder";
    sageMaker.on(
        DESCRIBE_MODEL,
        ok(
            "{\"ModelName\":\"embedder\",\"ModelArn\":\""
                + arn
                + "\",\"PrimaryContainer\":{\"Image\":\"i\",\"ModelDataUrl\":\"s3://b/m.tar.gz\"}}"));

    assertThat(jobs.describeModel("embedder"))
        .isEqualTo(
            new ModelLookup.Found(
                new ModelDescription(
                    "embedder", arn, List.of(new Container(false, false)), false)));
    assertThat(sageMaker.calls(DESCRIBE_MODEL)).hasSize(1);
  }

  @Test
  void aModelsContainersTellWhoCanUseIt() {
    sageMaker.on(
        DESCRIBE_MODEL,
        ok(
            "{\"ModelName\":\"m\",\"ModelArn\":\"a\",\"InferenceExecutionConfig\":{\"Mode\":\"Direct\"},\"Containers\":["
                + "{\"Mode\":\"SingleModel\",\"ModelDataSource\":{\"S3DataSource\":{\"S3Uri\":\"s3://b/m/\"}}},"
                + "{\"Mode\":\"MultiModel\",\"ModelDataUrl\":\"s3://b/\"},"
                + "{\"ModelDataUrl\":\"s3://b/m.tar.gz\",\"ModelDataSource\":{\"S3DataSource\":{\"S3Uri\":\"s3://b/m.tar.gz\"}}}]}"));

    assertThat(jobs.describeModel("m"))
        .isEqualTo(
            new ModelLookup.Found(
                new ModelDescription(
                    "m",
                    "a",
                    List.of(
                        new Container(false, true),
                        new Container(true, false),
                        new Container(false, false)),
                    true)));
  }

  @Test
  void aModelThatIsNotThereIsMissing() {
    sageMaker.on(
        DESCRIBE_MODEL, error(400, "ValidationException", "Could not find model \"embedder\"."));

    assertThat(jobs.describeModel("embedder")).isEqualTo(new ModelLookup.Missing());
  }

  @Test
  void aModelThatMayNotBeLookedUpIsHiddenAndSaysWhichPermissionIsMissing() {
    sageMaker.on(DESCRIBE_MODEL, error(400, "AccessDeniedException", "no"));

    assertThat(jobs.describeModel("embedder"))
        .isInstanceOfSatisfying(
            ModelLookup.Hidden.class,
            hidden -> assertThat(hidden.why()).contains("sagemaker:DescribeModel"));
  }
}
