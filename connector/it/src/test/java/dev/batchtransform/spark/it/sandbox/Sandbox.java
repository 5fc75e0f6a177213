package dev.batchtransform.spark.it.sandbox;

import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.s3.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;

/**
 * What a test runs in: Spark with two cores, an S3 server that {@code s3a://} reaches, a local
 * SageMaker. There is one in a JVM; each part starts when a test first asks for it and ends with
 * the last test.
 *
 * <pre>{@code
 * @ExtendWith(SandboxExtension.class)
 * class SomethingTest {
 *   @Test
 *   void somethingHolds(Sandbox sandbox) {
 *     try (ModelContainer container = ModelContainer.ofRecords(record -> "1")) {
 *       Dataset<Row> scored =
 *           BatchTransform.on(sandbox.spark().range(10).toDF())
 *               .options(sandbox.options(sandbox.createModel(container)))
 *               .score();
 *     }
 *   }
 * }
 * }</pre>
 */
public final class Sandbox implements AutoCloseable {

  private static final String BUCKET = "sandbox";
  private static final String FAULTY_BUCKET = "faulty";
  private static final String REGION = "us-east-1";

  private final AtomicInteger stagingPaths = new AtomicInteger();
  private final AtomicInteger models = new AtomicInteger();
  private final OnDemand<Path> directory = new OnDemand<>(Sandbox::newDirectory);
  private final OnDemand<LocalS3> s3 = new OnDemand<>(this::startS3);
  private final OnDemand<FaultyS3> faultyS3 = new OnDemand<>(this::startFaultyS3);
  private final OnDemand<LocalSageMaker> sageMaker = new OnDemand<>(this::startSageMaker);
  private final OnDemand<SparkSession> spark = new OnDemand<>(this::startSpark);
  private volatile Map<String, String> moreSparkConf = Map.of();

  /** The connector finds credentials in the first place of AWS's default chain. */
  Sandbox() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  /** The session that all tests share; a test that changes its configuration restores it. */
  public SparkSession spark() {
    return spark.get();
  }

  /**
   * Ends the shared session; the next one has these settings too, until this is called again. For a
   * class of tests that needs a Spark of its own, since a JVM has room for one.
   *
   * @param settings none for the session that all other tests share
   */
  public void restartSpark(Map<String, String> settings) {
    spark.end(SparkSession::stop);
    moreSparkConf = Map.copyOf(settings);
  }

  /** A directory of this test run's, which need not exist. */
  public Path directory(String name) {
    return directory.get().resolve(name);
  }

  /** A fresh staging path, {@code s3a://...}, below which nothing lies. */
  public String stagingPath() {
    s3.get();
    return "s3a://" + BUCKET + "/staging-" + stagingPaths.incrementAndGet();
  }

  /** As {@link #stagingPath()}, but Spark reaches it through {@link #faultyS3()}. */
  public String faultyStagingPath() {
    faultyS3.get();
    return "s3a://" + FAULTY_BUCKET + "/staging-" + stagingPaths.incrementAndGet();
  }

  /**
   * What is between Spark and {@link #faultyStagingPath()}, to let requests fail at. SageMaker has
   * a way of its own. Forget the faults at the end of a test.
   */
  public FaultyS3 faultyS3() {
    return faultyS3.get();
  }

  /** The settings with which Hadoop reaches the S3 server. */
  public Map<String, String> hadoopConf() {
    return s3.get().hadoopConf();
  }

  /**
   * The settings with which Hadoop reaches {@link #faultyStagingPath()}, beside {@link
   * #hadoopConf()}. S3A tries as often as usual, but does not take as long.
   */
  public Map<String, String> faultyHadoopConf() {
    String prefix = "fs.s3a.bucket." + FAULTY_BUCKET + ".";
    return Map.of(
        prefix + "endpoint", faultyS3().endpoint().toString(),
        prefix + "attempts.maximum", "1",
        prefix + "retry.interval", "10ms",
        prefix + "retry.throttle.interval", "10ms");
  }

  /** The local SageMaker, to script faults at and to ask which actions were called. */
  public LocalSageMaker sageMaker() {
    return sageMaker.get();
  }

  /** SageMaker's API, for what a test does or asks beside the connector. */
  public SageMakerApi api() {
    return new SageMakerApi(sageMaker().endpoint());
  }

  /** Creates a model that runs in {@code container} and returns its name, new in this JVM. */
  public String createModel(ModelContainer container) {
    String name = "model-" + models.incrementAndGet();
    api().createModel(name, container);
    return name;
  }

  /**
   * The options of a run with the executor {@code batch-transform} in this sandbox, below a fresh
   * staging path.
   */
  public Map<String, String> options(String model) {
    return Map.of(
        "model",
        model,
        "stagingPath",
        stagingPath(),
        "endpointUrl",
        sageMaker().endpoint().toString(),
        "region",
        REGION,
        "pollInterval",
        "100 ms");
  }

  @Override
  public void close() {
    spark.end(SparkSession::stop);
    sageMaker.end(LocalSageMaker::close);
    faultyS3.end(FaultyS3::close);
    s3.end(LocalS3::close);
  }

  private LocalS3 startS3() throws IOException {
    LocalS3 server = LocalS3.start(directory("s3"));
    server.createBucket(BUCKET);
    return server;
  }

  private FaultyS3 startFaultyS3() throws IOException {
    s3.get().createBucket(FAULTY_BUCKET);
    return FaultyS3.before(s3.get().endpoint());
  }

  private LocalSageMaker startSageMaker() throws IOException {
    LocalSageMaker.Settings.Builder settings = LocalSageMaker.Settings.builder();
    hadoopConf().forEach(settings::conf);
    return LocalSageMaker.start(settings.build());
  }

  private SparkSession startSpark() {
    Map<String, String> conf = new HashMap<>();
    // Two cores, and three attempts of a task, as on a cluster.
    conf.put("spark.master", "local[2,3]");
    conf.put("spark.app.name", "tests");
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.driver.host", "127.0.0.1");
    conf.put("spark.driver.bindAddress", "127.0.0.1");
    conf.put("spark.sql.shuffle.partitions", "2");
    conf.put("spark.local.dir", directory("spark").toString());
    conf.put("spark.sql.warehouse.dir", directory("warehouse").toString());
    conf.put("spark.hadoop.fs.s3a.buffer.dir", directory("s3a").toString());
    hadoopConf().forEach((key, value) -> conf.put("spark.hadoop." + key, value));
    faultyHadoopConf().forEach((key, value) -> conf.put("spark.hadoop." + key, value));
    conf.putAll(moreSparkConf);
    SparkSession.Builder builder = SparkSession.builder();
    conf.forEach(builder::config);
    return builder.getOrCreate();
  }

  /** Below the module's build directory, so that it is gone with the next {@code clean}. */
  private static Path newDirectory() throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "sandbox").toAbsolutePath());
    return Files.createTempDirectory(parent, "run-");
  }
}
