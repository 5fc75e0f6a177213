package dev.batchtransform.examples;

import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.examples.container.EmbeddingContainer;
import dev.batchtransform.s3.LocalS3;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * The cloud of an example, on this machine: an S3 server and a model container in processes of
 * their own, a SageMaker that runs real jobs and endpoints, and a Spark session that reaches them.
 * Only addresses differ from what runs on AWS.
 */
final class ExampleEnvironment implements AutoCloseable {
  private static final String BUCKET = "catalog";
  private static final String EMBEDDER = EmbeddingContainer.class.getName();
  private static final String ROLE = "arn:aws:iam::111122223333:role/example";

  /** What to close, the last started first. */
  private final Deque<Closeable> parts = new ArrayDeque<>();

  private final Optional<Path> kept;
  private final Path objects;
  private final LocalS3 s3;
  private final LocalSageMaker sageMaker;
  private final SparkSession spark;
  private Optional<ContainerProcess> container = Optional.empty();

  private ExampleEnvironment(Optional<Path> kept, Map<String, String> settings) throws IOException {
    this.kept = kept;
    objects = kept.isPresent() ? kept.get() : temporaryDirectory();
    s3 = LocalS3.start(objects);
    parts.push(s3::close);
    s3.createBucket(BUCKET);
    sageMaker = LocalSageMaker.start(sageMakerSettings(settings));
    parts.push(sageMaker::close);
    spark = sparkSession();
    parts.push(spark);
  }

  /**
   * Starts all parts.
   *
   * @param keep where the S3 server keeps its objects, as plain files; if empty, in a temporary
   *     directory
   */
  static ExampleEnvironment start(Optional<Path> keep) throws IOException {
    return start(keep, Map.of());
  }

  /**
   * Starts all parts.
   *
   * @param keep where the S3 server keeps its objects, as plain files; if empty, in a temporary
   *     directory
   * @param settings how SageMaker behaves: the emulator's own settings
   */
  static ExampleEnvironment start(Optional<Path> keep, Map<String, String> settings)
      throws IOException {
    // The AWS SDK wants credentials, though no part of this environment checks them.
    System.setProperty("aws.accessKeyId", LocalS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", LocalS3.SECRET_KEY);
    return new ExampleEnvironment(keep, settings);
  }

  SparkSession spark() {
    return spark;
  }

  /** The option {@code endpointUrl}: where SageMaker is. */
  URI sageMakerEndpoint() {
    return sageMaker.endpoint();
  }

  /** The option {@code region}. */
  String region() {
    return LocalS3.REGION;
  }

  /** The option {@code stagingPath}: where runs live. */
  String stagingPath() {
    return "s3a://" + BUCKET + "/scoring";
  }

  /** Where an endpoint may put what it stores, {@code s3://...}. */
  String endpointPath() {
    return "s3://" + BUCKET + "/endpoint";
  }

  /**
   * The option {@code localModel}: the embedding container itself, without SageMaker. It starts
   * with the first call.
   */
  URI container() throws IOException {
    if (container.isEmpty()) {
      ContainerProcess started = ContainerProcess.start(EMBEDDER);
      parts.push(started::close);
      container = Optional.of(started);
    }
    return container.get().endpoint();
  }

  /** A plain AWS client of this environment's SageMaker. */
  SageMakerClient sageMakerClient() {
    return SageMakerClient.builder()
        .endpointOverride(sageMaker.endpoint())
        .region(Region.of(region()))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /** Creates a SageMaker model of the embedding container, as one would on AWS. */
  void createModel(String name) throws IOException {
    createModel(name, container().toString());
  }

  /**
   * Creates a SageMaker model of a container that is started for each instance.
   *
   * @param container the container's main class
   */
  void createModel(String name, Class<?> container) throws IOException {
    Path arguments = Files.createTempFile("container", ".args");
    parts.push(() -> Files.deleteIfExists(arguments));
    createModel(name, ContainerProcess.image(container.getName(), arguments));
  }

  private void createModel(String name, String image) {
    try (SageMakerClient client = sageMakerClient()) {
      client.createModel(
          request ->
              request
                  .modelName(name)
                  .executionRoleArn(ROLE)
                  .primaryContainer(container -> container.image(image)));
    }
  }

  /** How often SageMaker was called so, such as {@code sagemaker:InvokeEndpointAsync}. */
  long calls(String action) {
    return sageMaker.actions().stream().filter(call -> call.action().equals(action)).count();
  }

  /** Prints the runs of the staging path, where their objects are, and how to look at them. */
  void printWhereEverythingLies() {
    Page.heading("Where everything lies");
    Page.text(
        "spark.read().format(\"sagemaker\").option(\"table\", \"runs\").load(\"%s\")"
            .formatted(stagingPath()));
    Page.table(
        spark
            .read()
            .format("sagemaker")
            .option("table", "runs")
            .load(stagingPath())
            .selectExpr(
                "id", "state", "executor", "executor_reason", "rows", "failed", "files", "jobs"),
        10);
    Path files = objects.resolve(BUCKET).resolve("scoring");
    Page.text("Its objects are files in %s".formatted(files));
    if (kept.isEmpty()) {
      Page.text("and are deleted now. To look around in them: ./run-example <Name> --keep DIR");
    }
  }

  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
    // Hadoop keeps a file system for each bucket's name, also when the server behind it is gone.
    FileSystem.closeAll();
  }

  private Path temporaryDirectory() throws IOException {
    Path directory = Files.createTempDirectory("example-");
    parts.push(() -> delete(directory));
    return directory;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(ExampleEnvironment::deleteOne);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private LocalSageMaker.Settings sageMakerSettings(Map<String, String> own) {
    LocalSageMaker.Settings.Builder settings = LocalSageMaker.Settings.builder();
    s3.hadoopConf().forEach(settings::conf);
    own.forEach(settings::conf);
    return settings.build();
  }

  private SparkSession sparkSession() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("examples")
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC");
    s3.hadoopConf().forEach((key, value) -> builder.config("spark.hadoop." + key, value));
    return builder.getOrCreate();
  }
}
