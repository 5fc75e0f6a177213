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
import java.util.HashMap;
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

/** Plays a mixed schedule: drivers that fall, a stop, another region, and what comes afterwards. */
final class MixedOrdeal {
  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, kind STRING, weight DOUBLE");

  /** Most files of a wave that narrows failures down. */
  static final String MOST_FILES = "dev.batchtransform.isolation.files";

  /** Ids of the rows that replace others. */
  static final long REPLACING = 10_000;

  private final World world;
  private final MixedSchedule schedule;
  private final Fate fate;
  private final String runId;
  private final Map<String, String> options;

  MixedOrdeal(World world, MixedSchedule schedule) {
    this.world = world;
    this.schedule = schedule;
    this.fate = new Fate(schedule.storage());
    this.runId = "mixed-%09d-".formatted(schedule.seed());
    this.options = new HashMap<>(world.options(schedule.seed()));
    options.put("runId", runId);
    options.putAll(schedule.options());
  }

  private String stagingPath() {
    return options.get("stagingPath");
  }

  /** Plays it, and proves the promise after each of its acts. */
  void play() {
    schedule.service().forEach(world.sageMaker()::fault);
    world.spark().conf().set(MOST_FILES, Integer.toString(schedule.mostFiles()));
    FaultPoint.handle(stopping());
    DiskBucket.hook = fate;
    try {
      driveToTheEnd();
    } finally {
      leaveInPeace();
    }
    MixedPromise promise =
        new MixedPromise(
            world.spark(),
            schedule,
            stagingPath(),
            runId,
            List.of(world.sageMaker(), world.elsewhere()));
    promise.prove();
    try {
      world.model().heal(true);
      afterwards(promise);
    } finally {
      world.spark().conf().unset(MOST_FILES);
      world.model().heal(false);
      world.model().container().forgetRequests();
    }
  }

  private void leaveInPeace() {
    FaultPoint.handle(null);
    DiskBucket.hook = DiskBucket.NONE;
    world.sageMaker().clearFaults();
  }

  private void afterwards(MixedPromise promise) {
    if (schedule.after() == After.RETRY) {
      if (promise.failedRows() > 0) {
        retry();
      }
      promise.proveHealed(0);
    } else if (schedule.after() == After.REPLACE) {
      options.put("ifRunExists", "replace");
      write(REPLACING);
      promise.proveHealed(REPLACING);
    }
  }

  private void retry() {
    try {
      var unused =
          BatchTransform.attach(world.spark(), stagingPath(), runId).retryDeadLetters().await();
    } catch (TransformRunException failed) {
      if (!schedule.isDistrusted()) {
        throw failed;
      }
    }
  }

  /** Asks for a stop while a wave runs, as somebody at another machine would. */
  private Consumer<FaultPoint> stopping() {
    return new Consumer<>() {
      private int polls;

      @Override
      public void accept(FaultPoint point) {
        fate.accept(point);
        if (point == FaultPoint.WAVE_POLL && ++polls == schedule.stopAt()) {
          BatchTransform.attach(world.spark(), stagingPath(), runId).stop();
        }
      }
    };
  }

  private void driveToTheEnd() {
    int drivers = schedule.drivers().size();
    for (int driver = 0; ; driver++) {
      fate.begin(driver < drivers ? schedule.drivers().get(driver) : List.of());
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
        BatchTransform.attach(world.spark(), stagingPath(), runId).await();
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
    fate.begin(List.of());
    try {
      var unused =
          BatchTransform.attach(
                  world.spark(),
                  stagingPath(),
                  runId,
                  Map.of(
                      "region",
                      "eu-west-1",
                      "endpointUrl",
                      world.elsewhere().endpoint().toString()))
              .await();
    } catch (Exception refused) {
      // As it should be.
    }
    waitForSpark();
  }

  private void write(long firstId) {
    rows(world.spark(), schedule.kinds(), schedule.partitions(), firstId)
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
        Files.exists(world.folder(schedule.seed()))
            ? Files.find(
                world.folder(schedule.seed()), 3, (file, facts) -> file.endsWith("_run.json"))
            : Stream.of()) {
      Optional<Path> file = files.findFirst();
      return file.isPresent()
          ? Ordeal.JSON.readTree(file.get().toFile())
          : MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void waitForSpark() {
    world.spark().sparkContext().cancelAllJobs();
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> world.spark().sparkContext().statusTracker().getActiveJobIds().length == 0);
  }
}
