package dev.batchtransform.spark.it.chaos;

import dev.batchtransform.emulator.LocalSageMaker;
import dev.batchtransform.spark.it.sandbox.SageMakerApi;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Where schedules are run: a session, a SageMaker of its own, a model, a disk. */
final class ChaosEnvironment implements AutoCloseable {
  private static final String MODEL = "tripling";

  /** What makes tiny jobs quick. */
  private static final Map<String, String> CONF =
      Map.of(
          "spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private final SparkSession spark;
  private final Path folder;
  private final KindModel model = new KindModel();
  private final LocalSageMaker sageMaker;
  private final LocalSageMaker elsewhere;

  ChaosEnvironment(Sandbox sandbox, Path folder) throws IOException {
    this.spark = sandbox.spark();
    this.folder = folder.toAbsolutePath();
    CONF.forEach(spark.conf()::set);
    spark.sparkContext().hadoopConfiguration().set("fs.s3n.impl", DiskBucket.class.getName());
    // The bucket's keys are paths of the disk.
    Path buckets = Files.createDirectories(this.folder.resolve("buckets"));
    Files.createSymbolicLink(buckets.resolve(DiskBucket.ROOT.getHost()), Path.of("/"));
    sageMaker = sageMakerOver(buckets);
    elsewhere = sageMakerOver(buckets);
  }

  /** A SageMaker that knows the model and sees the disk. */
  private LocalSageMaker sageMakerOver(Path buckets) throws IOException {
    LocalSageMaker started =
        LocalSageMaker.start(LocalSageMaker.Settings.builder().s3Root(buckets.toUri()).build());
    SageMakerApi.at(started.endpoint()).createModel(MODEL, model.container());
    return started;
  }

  KindModel model() {
    return model;
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

  /** Where a schedule's files lie on the disk. */
  Path folder(long seed) {
    return folder.resolve("seed-" + seed);
  }

  /** The endpoints of a run with these options. */
  ChaosEndpoints endpoints(long seed, Map<String, String> options) {
    return new ChaosEndpoints(
        api(), MODEL, options, "s3://disk" + folder(seed) + "/async", seed % 2 == 0);
  }

  /** The options of every run. */
  Map<String, String> options(long seed) {
    return Map.of(
        "stagingPath",
        DiskBucket.ROOT + folder(seed).toString(),
        "model",
        MODEL,
        "localModel",
        model.container().endpoint().toString(),
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
    model.close();
  }
}
