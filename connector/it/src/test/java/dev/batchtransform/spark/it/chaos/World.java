package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.SageMakerApi;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Where schedules are played: a session, a SageMaker of its own, a model, a disk. */
final class World implements AutoCloseable {
  private static final String MODEL = "tripling";
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern KIND = Pattern.compile("\"kind\":\"(\\w+)\"");

  /** What makes tiny jobs quick. */
  private static final Map<String, String> CONF =
      Map.of(
          "spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private final SparkSession spark;
  private final Path folder;
  private final ModelContainer container;
  private final LocalSageMaker sageMaker;
  private final LocalSageMaker elsewhere;
  private volatile boolean healed;

  World(Sandbox sandbox, Path folder) throws IOException {
    this.spark = sandbox.spark();
    this.folder = folder.toAbsolutePath();
    CONF.forEach(spark.conf()::set);
    spark.sparkContext().hadoopConfiguration().set("fs.s3n.impl", DiskBucket.class.getName());
    // The bucket's keys are paths of the disk.
    Path buckets = Files.createDirectories(this.folder.resolve("buckets"));
    Files.createSymbolicLink(buckets.resolve(DiskBucket.ROOT.getHost()), Path.of("/"));
    container = ModelContainer.of(this::answers);
    container.failWhen(request -> fails(request, "400"), 400, "bad record");
    container.failWhen(request -> fails(request, "500"), 500, "it broke");
    container.failWhen(request -> fails(request, "413"), 413, "too large");
    sageMaker = sageMakerOver(buckets);
    elsewhere = sageMakerOver(buckets);
  }

  /** A SageMaker that knows the model and sees the disk. */
  private LocalSageMaker sageMakerOver(Path buckets) throws IOException {
    LocalSageMaker started =
        LocalSageMaker.start(LocalSageMaker.Settings.builder().s3Root(buckets.toUri()).build());
    SageMakerApi.at(started.endpoint())
        .call(
            "CreateModel",
            Map.of(
                "ModelName",
                MODEL,
                "ExecutionRoleArn",
                "arn:aws:iam::123456789012:role/execution",
                "PrimaryContainer",
                Map.of("Image", container.endpoint().toString())));
    return started;
  }

  private boolean fails(ModelContainer.Request request, String kind) {
    return !healed && request.body().contains("\"kind\":\"" + kind + "\"");
  }

  /** Whether the model answers every record as it should, whatever its kind. */
  void heal(boolean whether) {
    healed = whether;
  }

  /** Another region's SageMaker, which sees the same storage. */
  LocalSageMaker elsewhere() {
    return elsewhere;
  }

  SparkSession spark() {
    return spark;
  }

  LocalSageMaker sageMaker() {
    return sageMaker;
  }

  SageMakerApi api() {
    return SageMakerApi.at(sageMaker.endpoint());
  }

  ModelContainer container() {
    return container;
  }

  /** Where a schedule's files lie on the disk. */
  Path folder(long seed) {
    return folder.resolve("seed-" + seed);
  }

  /** The options of every run. */
  Map<String, String> options(long seed) {
    return Map.of(
        "stagingPath",
        DiskBucket.ROOT + folder(seed).toString(),
        "model",
        MODEL,
        "localModel",
        container.endpoint().toString(),
        "endpointUrl",
        sageMaker.endpoint().toString(),
        "region",
        "us-east-1",
        "pollInterval",
        "5 ms");
  }

  @Override
  public void close() {
    CONF.keySet().forEach(spark.conf()::unset);
    sageMaker.close();
    elsewhere.close();
    container.close();
  }

  private String answers(String body) {
    List<String> lines = body.lines().flatMap(this::answer).toList();
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** The lines of the answer to a record. */
  private Stream<String> answer(String record) {
    long tripled = 3 * Long.parseLong(found(ID, record));
    String answer = "{\"tripled\":" + tripled + "}";
    return switch (healed ? "ok" : found(KIND, record)) {
      case "garbage" -> Stream.of("\"no number\"");
      case "none" -> Stream.of();
      case "blank" -> Stream.of("");
      case "extra", "two" -> Stream.of(answer, answer);
      case "three" -> Stream.of(answer, answer, answer);
      case "glued" -> Stream.of(answer + answer);
      case "spanning" -> Stream.of("{", " \"tripled\": " + tripled, "}");
      default -> Stream.of(answer);
    };
  }

  private static String found(Pattern pattern, String record) {
    Matcher matcher = pattern.matcher(record);
    if (!matcher.find()) {
      throw new IllegalArgumentException("A record lacks " + pattern);
    }
    return matcher.group(1);
  }
}
