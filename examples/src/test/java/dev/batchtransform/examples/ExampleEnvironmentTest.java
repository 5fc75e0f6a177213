package dev.batchtransform.examples;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchtransform.examples.catalog.CatalogDataFrame;
import dev.batchtransform.examples.catalog.CatalogItem;
import dev.batchtransform.examples.catalog.WordNetCatalog;
import dev.batchtransform.examples.container.TextRecord;
import dev.batchtransform.examples.model.Embedding;
import dev.batchtransform.examples.model.EmbeddingModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;
import software.amazon.awssdk.services.sagemaker.waiters.SageMakerWaiter;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleEnvironmentTest {
  private ExampleEnvironment environment;
  private Dataset<Row> catalog;
  private List<CatalogItem> items;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    environment = ExampleEnvironment.start(Optional.of(directory));
    items = WordNetCatalog.load().balanced(60);
    catalog = CatalogDataFrame.of(environment.spark(), items);
  }

  @AfterAll
  void stop() throws IOException {
    environment.close();
  }

  @Test
  void theCatalogSurvivesSparkAndS3() {
    String path = environment.stagingPath() + "/parquet";

    catalog.write().mode(SaveMode.Overwrite).parquet(path);
    catalog.write().mode(SaveMode.Overwrite).parquet(path);

    Dataset<Row> again = environment.spark().read().parquet(path);
    assertThat(again.collectAsList()).containsExactlyInAnyOrderElementsOf(catalog.collectAsList());
    CatalogItem first = items.get(0);
    assertThat(
            again.where(col("id").equalTo(first.id())).select("title", "offset", "broader").first())
        .isEqualTo(RowFactory.create(first.title(), first.offset(), first.broader()));
  }

  @Test
  void aTransformJobAnswersEachRecordAsTheModelDoes() throws IOException {
    String path = "catalog/by-hand";
    catalog.select("title", "description").coalesce(1).write().json("s3a://" + path + "/input");
    environment.createModel("by-hand");

    DescribeTransformJobResponse job = runJob("by-hand", "s3://" + path);

    assertThat(job.transformJobStatus())
        .as(job.failureReason())
        .isEqualTo(TransformJobStatus.COMPLETED);
    List<Row> answers =
        environment
            .spark()
            .read()
            .schema("embedding array<float>, tokens int")
            .json("s3a://" + path + "/output/part-*.out")
            .collectAsList();
    assertThat(answers).hasSameSizeAs(items);
    try (EmbeddingModel model = EmbeddingModel.load()) {
      for (int i = 0; i < answers.size(); i++) {
        CatalogItem item = items.get(i);
        Embedding expected = model.embed(TextRecord.of(item.title(), item.description()).text());
        assertThat(answers.get(i).<Float>getList(0)).containsExactly(boxed(expected.vector()));
        assertThat(answers.get(i).getInt(1)).isEqualTo(expected.tokens());
      }
    }
  }

  private DescribeTransformJobResponse runJob(String name, String prefix) {
    try (SageMakerClient client = environment.sageMakerClient();
        SageMakerWaiter waiter = patient(client)) {
      client.createTransformJob(request(name, prefix));
      waiter.waitUntilTransformJobCompletedOrStopped(request -> request.transformJobName(name));
      return client.describeTransformJob(request -> request.transformJobName(name));
    }
  }

  private static CreateTransformJobRequest request(String name, String prefix) {
    return CreateTransformJobRequest.builder()
        .transformJobName(name)
        .modelName(name)
        .transformInput(
            input ->
                input
                    .contentType("application/jsonlines")
                    .splitType("Line")
                    .dataSource(
                        source ->
                            source.s3DataSource(
                                s3 -> s3.s3DataType("S3Prefix").s3Uri(prefix + "/input/part-"))))
        .transformOutput(
            output ->
                output
                    .s3OutputPath(prefix + "/output")
                    .accept("application/jsonlines")
                    .assembleWith("Line"))
        .transformResources(resources -> resources.instanceType("ml.m5.xlarge").instanceCount(1))
        .build();
  }

  private static SageMakerWaiter patient(SageMakerClient client) {
    return SageMakerWaiter.builder()
        .client(client)
        .overrideConfiguration(
            waiting ->
                waiting
                    .maxAttempts(1_000)
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(200))))
        .build();
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }
}
