package dev.batchtransform.spark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchtransform.spark.BatchTransform;
import dev.batchtransform.spark.internal.fault.FaultPoint;
import dev.batchtransform.spark.it.sandbox.FaultyS3;
import dev.batchtransform.spark.it.sandbox.ModelContainer;
import dev.batchtransform.spark.it.sandbox.S3Fault;
import dev.batchtransform.spark.it.sandbox.S3Request.Operation;
import dev.batchtransform.spark.it.sandbox.Sandbox;
import dev.batchtransform.spark.it.sandbox.SandboxExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run with more files than its ledger holds keeps the lists of them beside it. */
@ExtendWith(SandboxExtension.class)
class ManyFilesTest {
  /** As many runs have files that are too many by thousands. */
  private static final String MOST_FILES = "dev.batchtransform.ledger.files";

  private static final int ROWS = 60;
  private static final String RUN = "many-files";

  private final SparkSession spark;
  private final FaultyS3 s3;
  private final ModelContainer container;
  private final Sandbox sandbox;
  private final Map<String, String> options;
  private final String path;

  ManyFilesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.spark = sandbox.spark();
    this.s3 = sandbox.faultyS3();
    this.path = sandbox.faultyStagingPath();
    this.container = Models.tripling();
    this.options = new HashMap<>(sandbox.options(sandbox.createModel(container)));
    options.putAll(Map.of("stagingPath", path, "maxRecordsPerFile", "5", "runId", RUN));
  }

  @BeforeEach
  void fewFilesAreMany() {
    spark.conf().set(MOST_FILES, 2);
  }

  @AfterEach
  void asUsual() {
    spark.conf().unset(MOST_FILES);
    FaultPoint.handle(null);
    s3.clearFaults();
    container.close();
  }

  @Tag("compat")
  @Test
  void everyRowHasItsAnswerAndTheRunGoesWhole() {
    assertThat(right(score())).isEqualTo(ids());
    assertThat(slices()).hasSizeGreaterThan(ROWS / 5 / 2);
    assertThat(ledger()).contains("\"format\":2", "\"files\":[]");

    Dataset<Row> read = spark.read().format("sagemaker").option("runId", RUN).load(path);
    assertThat(right(read)).isEqualTo(ids());
    assertThat(BatchTransform.attach(spark, path, RUN).status().rows()).isEqualTo(ROWS);

    BatchTransform.purge(spark, path, Duration.ZERO).delete();
    assertThat(StagingPaths.files(sandbox, path)).noneMatch(file -> file.contains(RUN));
  }

  /** Staging, staged, planned, started, decided, ended. */
  @Test
  void aRunOfOneWaveSavesItsLedgerSixTimesHoweverManyFilesItHas() {
    for (String records : List.of("60", "5", "1")) {
      options.putAll(Map.of("runId", RUN + records, "maxRecordsPerFile", records));
      AtomicInteger saved = new AtomicInteger();
      FaultPoint.handle(point -> saved.addAndGet(point == FaultPoint.LEDGER_WRITTEN ? 1 : 0));

      assertThat(right(score())).isEqualTo(ids());

      assertThat(saved).as(records + " records a file").hasValue(6);
    }
  }

  @Test
  void aDriverThatDiesBetweenTheSlicesAndTheLedgerLosesNothingAndPaysNothingTwice() {
    for (int occurrence = 1; occurrence <= 2; occurrence++) {
      options.put("runId", RUN + occurrence);
      dieAt(occurrence);

      assertThatThrownBy(this::score).hasStackTraceContaining("the driver died");
      FaultPoint.handle(null);

      assertThat(right(score())).isEqualTo(ids());
      assertThat(container.requests()).as("records sent").hasSize(ROWS);
      container.forgetRequests();
    }
  }

  @Test
  void aSliceThatCannotBeWrittenStopsTheRunWhichGoesOnLater() {
    s3.fault(S3Fault.deny(Operation.PUT).of("/_run_files/"));
    assertThatThrownBy(this::score)
        .hasMessageContaining("Cannot write the run's ledger")
        .hasStackTraceContaining("AccessDenied");
    assertThat(container.requests()).isEmpty();

    s3.clearFaults();
    assertThat(right(score())).isEqualTo(ids());
  }

  @Test
  void whatS3StumblesOverIsWrittenAndReadAgain() {
    s3.fault(S3Fault.slowDown(Operation.PUT, 3).of("/_run_files/"));
    s3.fault(S3Fault.loseAnswer(Operation.PUT, 2).of("/_run_files/"));
    s3.fault(S3Fault.slowDown(Operation.GET, 2).of("/_run_files/"));

    assertThat(right(score())).isEqualTo(ids());
    assertThat(container.requests()).hasSize(ROWS);
  }

  @Test
  void aRunThatIsReplacedHasItsOwnSlices() {
    score();
    options.put("ifRunExists", "replace");

    assertThat(right(score())).isEqualTo(ids());
    assertThat(right(spark.read().format("sagemaker").option("runId", RUN).load(path)))
        .isEqualTo(ids());
  }

  private static void dieAt(int occurrence) {
    int[] seen = {0};
    FaultPoint.handle(
        point -> {
          if (point == FaultPoint.LEDGER_SLICES_WRITTEN && ++seen[0] >= occurrence) {
            throw new IllegalStateException("the driver died");
          }
        });
  }

  private Dataset<Row> score() {
    return BatchTransform.on(Frames.numbers(spark, ROWS)).options(options).score();
  }

  private String ledger() {
    return StagingPaths.text(
        sandbox,
        StagingPaths.files(sandbox, path).stream()
            .filter(file -> file.endsWith("_run.json"))
            .map(file -> path + "/" + file)
            .findFirst()
            .orElseThrow());
  }

  private List<String> slices() {
    return StagingPaths.files(sandbox, path).stream()
        .filter(file -> file.contains("/_run_files/"))
        .toList();
  }

  private static List<Long> right(Dataset<Row> scored) {
    return scored.where("prediction.tripled = 3 * id").select("id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .sorted()
        .toList();
  }

  private static List<Long> ids() {
    return LongStream.range(0, ROWS).boxed().toList();
  }
}
