package dev.batchtransform.spark.it.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs a schedule: drivers come and fall, and the last one brings the run to its end. */
final class ChaosRun {
  static final ObjectMapper MAPPER = new ObjectMapper();

  /** Most files that a ledger itself holds. */
  private static final String MOST_FILES = "dev.batchtransform.ledger.files";

  private static final StructType SCHEMA =
      StructType.fromDDL("id BIGINT, kind STRING, weight DOUBLE, line STRING");

  private final ChaosEnvironment environment;
  private final Schedule schedule;
  private final FaultInjector injector;
  private final String runId;
  private final Map<String, String> options;
  private final ChaosEndpoints endpoints;
  private int polls;

  ChaosRun(ChaosEnvironment environment, Schedule schedule) {
    this.environment = environment;
    this.schedule = schedule;
    this.injector = new FaultInjector(schedule.storage());
    this.runId = "seed-%09d-".formatted(schedule.seed());
    this.options =
        schedule.route().options(environment.options(schedule.seed()), schedule.options());
    options.put("runId", runId);
    this.endpoints = environment.endpoints(schedule.seed(), options);
  }

  String runId() {
    return runId;
  }

  Map<String, String> options() {
    return options;
  }

  ChaosEndpoints endpoints() {
    return endpoints;
  }

  /** Runs it, and proves the promise. */
  void play() {
    endpoints.create();
    schedule.service().forEach(environment.sageMaker()::fault);
    FaultPoint.handle(this::reached);
    DiskBucket.hook = injector;
    schedule.filesOfLedger().ifPresent(most -> environment.spark().conf().set(MOST_FILES, most));
    try {
      driveToTheEnd();
    } finally {
      FaultPoint.handle(null);
      DiskBucket.hook = DiskBucket.NONE;
      environment.spark().conf().unset(MOST_FILES);
      environment.sageMaker().clearFaults();
    }
    endpoints.create();
    new RunInvariants(environment, schedule, this).prove();
    endpoints.delete();
    environment.model().container().forgetRequests();
  }

  private void reached(FaultPoint point) {
    injector.accept(point);
    if (point == FaultPoint.WAVE_POLL && ++polls == schedule.deletedAt()) {
      endpoints.delete();
    }
  }

  private void driveToTheEnd() {
    int drivers = schedule.drivers().size();
    for (int driver = 0; ; driver++) {
      injector.begin(driver < drivers ? schedule.drivers().get(driver) : List.of());
      endpoints.create();
      Throwable failure = drive(driver > 0);
      waitForSpark();
      if (failure == null || state().equals("FAILED")) {
        return;
      }
      if (driver >= schedule.faults()) {
        throw new AssertionError("More drivers have failed than there were faults", failure);
      }
    }
  }

  private @Nullable Throwable drive(boolean later) {
    try {
      if (later && schedule.attach() && !List.of("", "STAGING").contains(state())) {
        BatchTransform.attach(environment.spark(), options.get("stagingPath"), runId).await();
      } else {
        write();
      }
      return null;
    } catch (Exception failure) {
      return failure;
    }
  }

  void write() {
    rows().write().format("sagemaker").options(options).mode("append").save();
  }

  private Dataset<Row> rows() {
    List<Row> rows =
        IntStream.range(0, schedule.kinds().size())
            .mapToObj(id -> row(id, schedule.kinds().get(id)))
            .toList();
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(environment.spark().sparkContext());
    return environment
        .spark()
        .createDataFrame(context.parallelize(rows, schedule.partitions()), SCHEMA);
  }

  private static Row row(long id, String kind) {
    String line = "{\"id\":%d,\"kind\":\"%s\"}".formatted(id, kind);
    return RowFactory.create(id, kind, id / 7.0, kind.equals("broken") ? "{broken" : line);
  }

  /** The ledger's state; empty when there is no ledger. */
  String state() {
    return ledger().map(ledger -> ledger.path("state").asText()).orElse("");
  }

  Optional<JsonNode> ledger() {
    return runFolder()
        .map(folder -> folder.resolve("_run.json"))
        .filter(Files::exists)
        .map(
            file -> {
              try {
                return whole(MAPPER.readTree(file.toFile()), file.resolveSibling("_run_files"));
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
            });
  }

  /** The ledger with the files that lie beside it. */
  private static JsonNode whole(JsonNode ledger, Path slices) throws IOException {
    if (ledger.has("slices")) {
      ArrayNode files = (ArrayNode) ledger.path("files");
      for (JsonNode name : ledger.path("slices")) {
        files.addAll((ArrayNode) MAPPER.readTree(slices.resolve(name.asText() + ".json").toFile()));
      }
    }
    return ledger;
  }

  /** The run's folder; empty when there is none. */
  Optional<Path> runFolder() {
    Path folder = environment.folder(schedule.seed());
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> days = Files.list(folder)) {
      return days.filter(day -> day.getFileName().toString().startsWith("dt="))
          .map(day -> day.resolve("run_id=" + runId))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A dead driver's tasks end with it. */
  private void waitForSpark() {
    environment.spark().sparkContext().cancelAllJobs();
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> environment.spark().sparkContext().statusTracker().getActiveJobIds().length == 0);
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(array::get);
  }
}
