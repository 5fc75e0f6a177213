package dev.batchtransform.emulator;

import dev.batchtransform.emulator.shape.ApiModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.TransformInstanceType;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** An emulator over a local folder, and the AWS clients of a test. */
public final class Cloud implements AutoCloseable {

  static final String BUCKET = "bucket";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "secret"));

  private final Path root;
  private final PublishedAnswers answers = new PublishedAnswers(ApiModels.SAGEMAKER);
  private final PublishedAnswers logAnswers = new PublishedAnswers(ApiModels.LOGS);
  private final PublishedAnswers stateAnswers = new PublishedAnswers(ApiModels.STATES);
  final LocalSageMaker emulator;
  final SageMakerClient client;
  final SageMakerRuntimeClient runtime;
  final CloudWatchLogsClient logs;
  final SfnClient states;

  Cloud(Path root, UnaryOperator<LocalSageMaker.Settings.Builder> settings) throws IOException {
    this(
        root,
        settings.apply(
            LocalSageMaker.Settings.builder()
                .s3Root(root.toUri())
                .conf("emulator.retryBackoff", "1ms")));
  }

  /**
   * @param root the folder in which a bucket is a folder
   */
  Cloud(Path root, LocalSageMaker.Settings.Builder settings) throws IOException {
    this.root = root;
    emulator = LocalSageMaker.start(settings.build());
    client =
        SageMakerClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(answers))
            .build();
    runtime =
        SageMakerRuntimeClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
    logs =
        CloudWatchLogsClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(config -> config.addExecutionInterceptor(logAnswers))
            .build();
    states =
        SfnClient.builder()
            .endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(config -> config.addExecutionInterceptor(stateAnswers))
            .build();
  }

  public Cloud(Path root) throws IOException {
    this(root, settings -> settings);
  }

  public void put(String key, String content) throws IOException {
    Path file = root.resolve(BUCKET).resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Every object below a folder, by its key relative to it. */
  public Map<String, String> objects(String folder) throws IOException {
    Map<String, String> objects = new TreeMap<>();
    Path top = root.resolve(BUCKET).resolve(folder);
    if (Files.exists(top)) {
      try (Stream<Path> files = Files.walk(top)) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> objects.put(top.relativize(file).toString(), read(file)));
      }
    }
    return objects;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public void createModel(String name, String image) {
    var unused =
        client.createModel(
            model ->
                model
                    .modelName(name)
                    .executionRoleArn("arn:aws:iam::123456789012:role/anyone")
                    .primaryContainer(
                        container -> container.image(image).modelDataUrl("s3://bucket/model.tgz")));
  }

  /** Lines of {@code in/}, one record per request, to {@code out/}. */
  public static CreateTransformJobRequest.Builder job(String name, String model) {
    return CreateTransformJobRequest.builder()
        .transformJobName(name)
        .modelName(model)
        .batchStrategy("SingleRecord")
        .transformInput(
            input ->
                input
                    .contentType("application/jsonlines")
                    .splitType("Line")
                    .dataSource(
                        source ->
                            source.s3DataSource(
                                s3 ->
                                    s3.s3DataType(S3DataType.S3_PREFIX).s3Uri("s3://bucket/in/"))))
        .transformOutput(
            output ->
                output
                    .accept("application/jsonlines")
                    .assembleWith("Line")
                    .s3OutputPath("s3://bucket/out"))
        .transformResources(
            resources ->
                resources.instanceType(TransformInstanceType.ML_M5_XLARGE).instanceCount(1));
  }

  /** Starts a job and waits for its end with the SDK's own waiter. */
  public DescribeTransformJobResponse run(CreateTransformJobRequest.Builder job) {
    String name = client.createTransformJob(job.build()).transformJobArn().replaceAll(".*/", "");
    return await(name);
  }

  DescribeTransformJobResponse await(String name) {
    WaiterOverrideConfiguration often =
        WaiterOverrideConfiguration.builder()
            .maxAttempts(10_000)
            .waitTimeout(Duration.ofSeconds(60))
            .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(10)))
            .build();
    try {
      var unused =
          client
              .waiter()
              .waitUntilTransformJobCompletedOrStopped(
                  DescribeTransformJobRequest.builder().transformJobName(name).build(), often);
    } catch (SdkClientException failed) {
      // The waiter throws when the job ends as Failed; what became of it is described below.
    }
    return client.describeTransformJob(request -> request.transformJobName(name));
  }

  /** Calls one of the emulator's own paths. */
  HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(emulator.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
    runtime.close();
    logs.close();
    states.close();
    emulator.close();
    answers.check();
    logAnswers.check();
    stateAnswers.check();
  }
}
