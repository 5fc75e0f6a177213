package dev.batchtransform.spark.it.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.exceptions.TransformRunException;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.chaos.MixedSchedule.After;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs a mixed schedule: drivers that fall, a stop, another region, and what comes afterwards. */
final class MixedChaosRun {
  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, kind STRING, weight DOUBLE");

  /** Most files of a wave that narrows failures down. */
  static final String MOST_FILES = "dev.batchtransform.isolation.files";

  /** Ids of the rows that replace others. */
  static final long REPLACING = 10_000;

  private final ChaosEnvironment environment;
  private final MixedSchedule schedule;
  private final FaultInjector injector;
  private final String runId;
  private final Map<String, String> options;
  private final ChaosEndpoints endpoints;

  MixedChaosRun(ChaosEnvironment environment, MixedSchedule schedule) {
    this.environment = environment;
    this.schedule = schedule;
    this.injector = new FaultInjector(schedule.storage());
    this.runId = "mixed-%09d-".formatted(schedule.seed());
    this.options =
        schedule.route().options(environment.options(schedule.seed()), schedule.options());
    options.put("runId", runId);
    this.endpoints = environment.endpoints(schedule.seed(), options);
  }

  private String stagingPath() {
    return options.get("stagingPath");
  }

  /** Runs it, and proves the promise after each of its acts. */
  void play() {
    endpoints.create();
    schedule.service().forEach(environment.sageMaker()::fault);
    environment.spark().conf().set(MOST_FILES, Integer.toString(schedule.mostFiles()));
    FaultPoint.handle(stopping());
    DiskBucket.hook = injector;
    try {
      driveToTheEnd();
    } finally {
      leaveInPeace();
    }
    MixedRunInvariants promise =
        new MixedRunInvariants(
            environment.spark(),
            schedule,
            stagingPath(),
            runId,
            List.of(environment.sageMaker(), environment.elsewhere()));
    promise.prove();
    endpoints.create();
    try {
      environment.model().heal(true);
      afterwards(promise);
    } finally {
      environment.spark().conf().unset(MOST_FILES);
      environment.model().heal(false);
      environment.model().container().forgetRequests();
      endpoints.delete();
    }
  }

  private void leaveInPeace() {
    FaultPoint.handle(null);
    DiskBucket.hook = DiskBucket.NONE;
    environment.sageMaker().clearFaults();
  }

  private void afterwards(MixedRunInvariants promise) {
    if (schedule.after() == After.RETRY) {
      retryAll(environment.spark(), schedule, stagingPath(), runId, promise);
    } else if (schedule.after() == After.REPLACE) {
      options.put("ifRunExists", "replace");
      write(REPLACING);
      promise.proveHealed(REPLACING);
    }
  }

  /** Sends the failed rows to a model that is fixed, as many in a round as a wave has files for. */
  static void retryAll(
      SparkSession spark,
      MixedSchedule schedule,
      String stagingPath,
      String runId,
      MixedRunInvariants promise) {
    long failed = promise.failedRows();
    long before = Long.MAX_VALUE;
    while (failed > 0 && failed < before) {
      before = failed;
      retry(spark, schedule, stagingPath, runId);
      failed = promise.failedRows();
    }
    promise.proveHealed(0);
  }

  private static void retry(
      SparkSession spark, MixedSchedule schedule, String stagingPath, String runId) {
    try {
      var unused = BatchTransform.attach(spark, stagingPath, runId).retryDeadLetters().await();
    } catch (TransformRunException failed) {
      if (!schedule.isDistrusted()) {
        throw failed;
      }
    }
  }

  /** Asks for a stop while a wave runs, as somebody at another machine would; deletes endpoints. */
  private Consumer<FaultPoint> stopping() {
    return new Consumer<>() {
      private int polls;

      @Override
      public void accept(FaultPoint point) {
        injector.accept(point);
        if (point != FaultPoint.WAVE_POLL) {
          return;
        }
        polls++;
        if (polls == schedule.deletedAt()) {
          endpoints.delete();
        }
        if (polls == schedule.stopAt()) {
          BatchTransform.attach(environment.spark(), stagingPath(), runId).stop();
        }
      }
    };
  }

  private void driveToTheEnd() {
    int drivers = schedule.drivers().size();
    for (int driver = 0; ; driver++) {
      injector.begin(driver < drivers ? schedule.drivers().get(driver) : List.of());
      endpoints.create();
      Throwable failure = drive(driver > 0);
      waitForSpark();
      if (List.of("COMPLETED", "FAILED").contains(state())
          && (failure == null || state().equals("FAILED"))) {
        return;
      }
      if (driver > schedule.faults()) {
        throw new AssertionError("More drivers have failed than there were faults", failure);
      }
      if (schedule.elsewhere() && isSubmitted()) {
        driveElsewhere();
      }
    }
  }

  private @Nullable Throwable drive(boolean later) {
    try {
      if (later && schedule.seed() % 3 == 0 && !List.of("", "STAGING").contains(state())) {
        BatchTransform.attach(environment.spark(), stagingPath(), runId).await();
      } else {
        write(0);
      }
      return null;
    } catch (Exception failure) {
      return failure;
    }
  }

  /** Whatever comes of it, the job that is there must stay the only one. */
  private void driveElsewhere() {
    injector.begin(List.of());
    try {
      var unused =
          BatchTransform.attach(
                  environment.spark(),
                  stagingPath(),
                  runId,
                  Map.of(
                      "region",
                      "eu-west-1",
                      "endpointUrl",
                      environment.elsewhere().endpoint().toString()))
              .await();
    } catch (Exception refused) {
      // As it should be.
    }
    waitForSpark();
  }

  private void write(long firstId) {
    rows(environment.spark(), schedule.kinds(), schedule.partitions(), firstId)
        .write()
        .format("sagemaker")
        .options(options)
        .mode("append")
        .save();
  }

  /** The rows of a mixed schedule. */
  static Dataset<Row> rows(SparkSession spark, List<String> kinds, int partitions, long firstId) {
    List<Row> rows =
        IntStream.range(0, kinds.size())
            .mapToObj(row -> RowFactory.create(firstId + row, kinds.get(row), weight(row)))
            .toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, partitions), SCHEMA);
  }

  static double weight(int row) {
    return row / 7.0;
  }

  private String state() {
    return ledger().path("state").asText();
  }

  private boolean isSubmitted() {
    JsonNode waves = ledger().path("waves");
    return waves.size() > 0 && waves.path(waves.size() - 1).hasNonNull("submitted");
  }

  /** The ledger; a missing node when there is none. */
  JsonNode ledger() {
    try (Stream<Path> files =
        Files.exists(environment.folder(schedule.seed()))
            ? Files.find(
                environment.folder(schedule.seed()), 3, (file, facts) -> file.endsWith("_run.json"))
            : Stream.of()) {
      Optional<Path> file = files.findFirst();
      return file.isPresent()
          ? ChaosRun.MAPPER.readTree(file.get().toFile())
          : MissingNode.getInstance();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void waitForSpark() {
    environment.spark().sparkContext().cancelAllJobs();
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> environment.spark().sparkContext().statusTracker().getActiveJobIds().length == 0);
  }
}
